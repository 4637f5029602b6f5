#!/bin/sh
# email-reply-parser 0.5.12 (Python) ends a reply at a list whose dashes have no space after them.
#
# Expected: a signature starts with "-- " or "Sent from", and a quote with ">"; a list in an answer
#   is part of it.
# Actual (2 December 2026): a paragraph that starts with a dash and a letter or digit is a
#   signature, and everything after it is gone, ordinary sentences included: "-Ops" approves
#   nothing. With a space after the dash, the list stays.
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
