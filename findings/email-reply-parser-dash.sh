#!/bin/sh
# email-reply-parser 0.5.12 (Python) ends a reply at a list whose dashes have no space behind them.
#
# Guess: a signature begins with "-- " or "Sent from", and a quote with ">"; what somebody lists in
#   their answer is part of it.
# Seen on 2 December 2026: a paragraph that begins with a dash and a letter or a digit is a
#   signature, and all that follows is gone with it, also ordinary sentences: "-Ops" approves nothing.
#   With a space behind the dash the list stays.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check email-reply-parser==0.5.12
cat > run.py <<'EOF'
from email_reply_parser import EmailReplyParser

for reply in ("Yes, for:\n\n- Ops\n- Data\n\nNot for Admin.", "Yes, for:\n\n-Ops\n-Data\n\nNot for Admin."):
    print(repr(EmailReplyParser.parse_reply(reply)))
EOF
python/bin/python run.py > seen.txt
diff - seen.txt <<'EOF'
'Yes, for:\n\n- Ops\n- Data\n\nNot for Admin.'
'Yes, for:'
EOF
echo "as described: email-reply-parser==0.5.12"
