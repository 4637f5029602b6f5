#!/bin/sh
# md-to-slack-blocks 0.1.0 (Python) shows the Markdown in a heading as text.
#
# Expected: a heading loses its formatting, since a header block holds plain text, and a link keeps its words.
# Actual (3 December 2026): the header block has the asterisks, backticks and brackets. The same text in a paragraph
#   is converted.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check md-to-slack-blocks==0.1.0
cat > run.py <<'EOF'
from md_to_slack_blocks import md_to_blocks

for text in ["# Access for **Eve**", "# The `iam` command", "# See [the guide](https://example.org)", "Access for **Eve**"]:
    for block in md_to_blocks(text):
        print(block["type"], block["text"]["type"], block["text"]["text"])
EOF
python/bin/python run.py > seen.txt
diff - seen.txt <<'EOF'
header plain_text Access for **Eve**
header plain_text The `iam` command
header plain_text See [the guide](https://example.org)
section mrkdwn Access for *Eve*
EOF
echo "as described: md-to-slack-blocks==0.1.0"
