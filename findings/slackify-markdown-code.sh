#!/bin/sh
# slackify-markdown 5.0.0 (npm) and slackify-markdown 0.2.4 (PyPI) escape text for Slack, but not code.
#
# Expected: Slack wants &, < and > escaped wherever they're meant literally, and code is where they occur most:
#   "a < b & c" is escaped between backticks as it is outside.
# Actual (3 December 2026): code goes out as written, in a line and in a block, so code that already contains
#   &lt; or <@U123> looks to Slack like an escape or a mention. markdown-to-slack-blocks 1.3.1 (PyPI) escapes it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts slackify-markdown@5.0.0
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check slackify-markdown==0.2.4 markdown-to-slack-blocks==1.3.1
cat > texts.json <<'EOF'
["a < b & c", "`a < b & c`", "```\n<p>&lt;</p>\n```"]
EOF
cat > run.mjs <<'EOF'
import { readFileSync } from 'node:fs';
import { slackifyMarkdown } from 'slackify-markdown';
for (const text of JSON.parse(readFileSync('texts.json'))) console.log('npm', JSON.stringify(slackifyMarkdown(text)));
EOF
cat > run.py <<'EOF'
import json

from markdown_to_slack_blocks import markdown_to_blocks
from slackify_markdown import slackify_markdown

for text in json.load(open("texts.json")):
    print("pip", json.dumps(slackify_markdown(text)))
print(markdown_to_blocks("`a < b & c`")[0]["text"]["text"])
EOF
(node run.mjs; python/bin/python run.py) > seen.txt
diff - seen.txt <<'EOF'
npm "a &lt; b &amp; c\n"
npm "`a < b & c`\n"
npm "```\n<p>&lt;</p>\n```\n"
pip "a &lt; b &amp; c\n"
pip "`a < b & c`\n"
pip "```\n<p>&lt;</p>\n```\n"
`a &lt; b &amp; c`
EOF
echo "as described: slackify-markdown@5.0.0, slackify-markdown==0.2.4 and markdown-to-slack-blocks==1.3.1"
