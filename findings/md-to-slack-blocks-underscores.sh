#!/bin/sh
# md-to-slack-blocks 1.0.0 takes underscores inside a word for emphasis, even in URLs.
#
# Expected: deploy_prod_now is plain text in CommonMark, where underscores inside a word aren't
#   emphasis; a URL stays in one piece.
# Actual: the middle is italic and loses its underscores, and https://example.com/a_b_c leads to
#   another page.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts md-to-slack-blocks@1.0.0
cat > run.mjs <<'EOF'
import { markdownToSlackBlocks } from 'md-to-slack-blocks';
for (const text of ['deploy_prod_now', 'https://example.com/a_b_c'])
  console.log(JSON.stringify(markdownToSlackBlocks(text)[0].elements[0].elements));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
[{"type":"text","text":"deploy"},{"type":"text","text":"prod","style":{"italic":true}},{"type":"text","text":"now"}]
[{"type":"text","text":"https://example.com/a"},{"type":"text","text":"b","style":{"italic":true}},{"type":"text","text":"c"}]
EOF
echo "as described: md-to-slack-blocks@1.0.0"
