#!/bin/sh
# icalendar 7.3.2 (Python) writes the end of a rule so that dateutil 2.9.0 refuses it.
#
# Expected: an until with a zone is written in UTC, as a rule's end must be if its start has a zone
#   (RFC 5545, 3.3.10); a time given in UTC is.
# Actual (2 December 2026): the zone is dropped and the time of day kept. dateutil raises
#   ValueError; readers that assume UTC lose the last date of a series in America.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check icalendar==7.3.2 python-dateutil==2.9.0.post0 tzdata==2026.6
cat > run.py <<'EOF'
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Event

start = datetime(2026, 3, 2, 12, tzinfo=ZoneInfo("Europe/Berlin"))
last = datetime(2026, 3, 16, 12, tzinfo=ZoneInfo("Europe/Berlin"))
for until in (last.astimezone(timezone.utc), last):
    event = Event()
    event.add("dtstart", start)
    event.add("rrule", {"freq": "weekly", "until": until})
    rule = event["rrule"].to_ical().decode()
    try:
        print(rule, len(list(rrulestr(rule, dtstart=start))))
    except ValueError as error:
        print(rule, error)
EOF
python/bin/python run.py > seen.txt
diff - seen.txt <<'EOF'
FREQ=WEEKLY;UNTIL=20260316T110000Z 3
FREQ=WEEKLY;UNTIL=20260316T120000 RRULE UNTIL values must be specified in UTC when DTSTART is timezone-aware
EOF
echo "as described: icalendar==7.3.2, python-dateutil==2.9.0.post0, tzdata==2026.6"
