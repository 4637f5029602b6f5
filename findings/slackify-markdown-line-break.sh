#!/bin/sh
# slackify-markdown 5.0.0 shows a backslash at a line break.
#
# Expected: a line that ends in two spaces breaks there in Slack too.
# Actual: the line ends in a backslash, Markdown's other spelling, which Slack's mrkdwn doesn't
#   know, so people see it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts slackify-markdown@5.0.0
cat > run.mjs <<'EOF'
import { slackifyMarkdown } from 'slackify-markdown';
for (const text of ['one\ntwo', 'one  \ntwo']) console.log(JSON.stringify(slackifyMarkdown(text)));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
"one\ntwo\n"
"one\\\ntwo\n"
EOF
echo "as described: slackify-markdown@5.0.0"
