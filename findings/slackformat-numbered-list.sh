#!/bin/sh
# slackformat 1.0.0 (Python) makes every item of a list a list of its own.
#
# Expected: a numbered list of three steps is one ordered list with three elements, which Slack numbers 1 to 3.
# Actual (3 December 2026): it is three ordered lists with one element each, and each starts at 1. Converted to
#   Markdown, every step is "1." as well.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check slackformat==1.0.0
cat > run.py <<'EOF'
from slackformat import md_to_richtext, richtext_to_markdown

rich = md_to_richtext("1. Open Slack\n2. Press Accept\n3. Say hello")
for element in rich["elements"]:
    print(element["type"], element["style"], len(element["elements"]))
print(richtext_to_markdown(rich))
EOF
python/bin/python run.py > seen.txt
diff - seen.txt <<'EOF'
rich_text_list ordered 1
rich_text_list ordered 1
rich_text_list ordered 1
1. Open Slack

1. Press Accept

1. Say hello
EOF
echo "as described: slackformat==1.0.0"
