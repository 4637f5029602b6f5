#!/bin/sh
# markdown_to_mrkdwn 0.3.3 rewrites asterisks that aren't emphasis.
#
# Expected: 5 * 3 * 2 and `a ** b ** c` stay as they are: in CommonMark, asterisks between spaces
#   aren't emphasis, and nothing in code is.
# Actual: the multiplication gets an italic 3, and the code becomes a different program.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check markdown_to_mrkdwn==0.3.3
cat > run.py <<'EOF'
from markdown_to_mrkdwn import SlackMarkdownConverter

for text in ["*yes*", "5 * 3 * 2", "`a ** b ** c`"]:
    print(SlackMarkdownConverter().convert(text))
EOF
venv/bin/python run.py > seen.txt
diff - seen.txt <<'EOF'
_yes_
5 _ 3 _ 2
`a * b * c`
EOF
echo "as described: markdown_to_mrkdwn@0.3.3"
