#!/bin/sh
# markdown-to-slack-blocks 1.5.0 makes done and open tasks look the same.
#
# Expected: [x] and [ ] become a symbol, or stay: the difference is the point of a task list.
# Actual: both are dropped, and the two lists produce identical blocks.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts markdown-to-slack-blocks@1.5.0
cat > run.mjs <<'EOF'
import { markdownToBlocks } from 'markdown-to-slack-blocks';
const [done, open] = ['- [x] Ask Eve', '- [ ] Ask Eve'].map((text) => JSON.stringify(markdownToBlocks(text)));
console.log(done === open, done);
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
true [{"type":"rich_text","elements":[{"type":"rich_text_list","style":"bullet","indent":0,"elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"Ask Eve"}]}]}]}]
EOF
echo "as described: markdown-to-slack-blocks@1.5.0"
