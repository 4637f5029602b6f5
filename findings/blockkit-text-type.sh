#!/bin/sh
# blockkit 2.1.3 (Python) decides by the words of a text whether a section is mrkdwn.
#
# Expected: a section's text is mrkdwn, as the documentation's examples are, or its type is fixed some other way, so
#   that two people's requests look alike and an address in the text can be clicked.
# Actual (3 December 2026): only a text with formatting in it is mrkdwn. A bare URL or email address is sent as plain
#   text, so Slack doesn't make it a link, and a name with a pair of asterisks changes the type. Pass a Text with a
#   type to decide for yourself.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check blockkit==2.1.3
cat > run.py <<'EOF'
from blockkit import Section, Text

for text in ["Ask <@U123>", "See https://example.org", "Write to eve@example.org", "Eve", "E * V * E", Text("See https://example.org").type(Text.MD)]:
    built = Section(text).build()["text"]
    print(built["type"], built["text"])
EOF
python/bin/python run.py > seen.txt
diff - seen.txt <<'EOF'
mrkdwn Ask <@U123>
plain_text See https://example.org
plain_text Write to eve@example.org
plain_text Eve
mrkdwn E * V * E
mrkdwn See https://example.org
EOF
echo "as described: blockkit==2.1.3"
