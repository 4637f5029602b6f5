#!/bin/sh
# blockkit 2.1.3 (Python) writes seconds into a date picker that is given a datetime.
#
# Expected: initial_date is written as YYYY-MM-DD, which is all that Slack accepts there. A datetime is a date in
#   Python, so its day is taken, or it is refused, as a text in another form is.
# Actual (3 December 2026): the datetime is accepted and becomes "1772366400", which only Slack refuses. Pass
#   datetime.date() instead.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check blockkit==2.1.3
cat > run.py <<'EOF'
from datetime import date, datetime, timezone

from blockkit import DatePicker

for value in [date(2026, 3, 1), datetime(2026, 3, 1, 12, tzinfo=timezone.utc), "1 March"]:
    try:
        print(repr(DatePicker().initial_date(value).build()["initial_date"]))
    except ValueError as error:
        print(error)
EOF
python/bin/python run.py > seen.txt
diff - seen.txt <<'EOF'
'2026-03-01'
'1772366400'
time data '1 March' does not match format '%Y-%m-%d'
EOF
echo "as described: blockkit==2.1.3"
