#!/bin/sh
# markdown-to-slack-blocks 1.3.1 (Python) joins the words on both sides of a line break.
#
# Expected: a line that ends in two spaces or a backslash breaks there (CommonMark, 6.7), as it does in
#   slackify-markdown 0.2.4.
# Actual (3 December 2026): the break is dropped, and nothing is put in its place: an address of three lines
#   becomes one word. A plain line end is kept.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check markdown-to-slack-blocks==1.3.1 slackify-markdown==0.2.4
cat > run.py <<'EOF'
from markdown_to_slack_blocks import markdown_to_blocks
from slackify_markdown import slackify_markdown

for text in ["Eve Adams  \n1 High Street  \nOxford", "Eve Adams\\\n1 High Street", "Eve Adams\n1 High Street"]:
    print(repr(markdown_to_blocks(text)[0]["text"]["text"]), repr(slackify_markdown(text)))
EOF
python/bin/python run.py > seen.txt
diff - seen.txt <<'EOF'
'Eve Adams1 High StreetOxford' 'Eve Adams\n1 High Street\nOxford\n'
'Eve Adams1 High Street' 'Eve Adams\n1 High Street\n'
'Eve Adams\n1 High Street' 'Eve Adams\n1 High Street\n'
EOF
echo "as described: markdown-to-slack-blocks==1.3.1 and slackify-markdown==0.2.4"
