#!/bin/sh
# slack-to-html 2.1.0 includes everything after a quoted line in the quote.
#
# Expected: a quote with > ends with its line, as in Slack; only >>> continues to the end.
# Actual: the reply below is part of the quote. And 5 * 3 * 2 has a bold 3, which Slack leaves
#   alone.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts slack-to-html@2.1.0
cat > run.mjs <<'EOF'
import { escapeForSlackWithMarkdown } from 'slack-to-html';
for (const text of ['&gt; Shall we?\nNo.', '5 * 3 * 2']) console.log(JSON.stringify(escapeForSlackWithMarkdown(text)));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
"<span class=\"slack_block\"> Shall we?\nNo.</span>"
"5 <span class=\"slack_bold\"> 3 </span> 2"
EOF
echo "as described: slack-to-html@2.1.0"
