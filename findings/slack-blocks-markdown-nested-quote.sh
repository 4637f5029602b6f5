#!/bin/sh
# slack-blocks-markdown 0.2.1 drops a quote inside a quote.
#
# Expected: Slack has one level of quotes, so the inner one is shown as part of the outer one, or as
#   text.
# Actual (2 December 2026): its text is gone, without an error; a forwarded email loses everything
#   but the last reply. Two paragraphs in one list item are kept, but joined without a space.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check slack-blocks-markdown==0.2.1
cat > run.py <<'EOF'
from slack_blocks_markdown import markdown_to_blocks


def texts(part):
    if isinstance(part, dict):
        own = [part["text"]] if isinstance(part.get("text"), str) else []
        return own + [text for value in part.values() for text in texts(value)]
    return [text for each in part for text in texts(each)] if isinstance(part, list) else []


for markdown in ("> Yes.\n>\n> All right.", "> Yes.\n>\n>> May Ben have Ops?", "- Ops\n\n  until Friday"):
    print(texts(markdown_to_blocks(markdown)))
EOF
python/bin/python run.py > seen.txt
diff - seen.txt <<'EOF'
['Yes.', '\n', 'All right.']
['Yes.', '\n']
['Ops', 'until Friday']
EOF
echo "as described: slack-blocks-markdown==0.2.1"
