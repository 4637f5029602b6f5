#!/bin/sh
# markdown-to-slack-blocks 1.5.0 turns a reference link into a message that Slack refuses.
#
# Expected: [the page][1] becomes a link, like [the page](https://example.com), or at least its
#   text.
# Actual: nothing is left of it but a section with an empty text, and Slack refuses the whole
#   message (a section's text has at least 1 character).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts markdown-to-slack-blocks@1.5.0
cat > run.mjs <<'EOF'
import { markdownToBlocks } from 'markdown-to-slack-blocks';
for (const text of ['[the page](https://example.com)', '[the page][1]\n\n[1]: https://example.com']) console.log(JSON.stringify(markdownToBlocks(text)));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
[{"type":"section","text":{"type":"mrkdwn","text":"<https://example.com|the page>"}}]
[{"type":"section","text":{"type":"mrkdwn","text":""}}]
EOF
echo "as described: markdown-to-slack-blocks@1.5.0"
