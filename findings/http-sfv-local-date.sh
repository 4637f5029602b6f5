#!/bin/sh
# http_sfv 0.9.9 (Python) reads a date as the local time of the machine, without a time zone.
#
# Expected: a Date is a number of seconds since 1970 (RFC 9651, 3.3.7), so @1659578233 is 2022-08-04 01:57:13 UTC on
#   every machine, and can be compared with datetime.now(timezone.utc).
# Actual (3 December 2026): the value is naive and differs with TZ. Comparing it with an aware one is a TypeError, and
#   comparing it with utcnow() is off by the machine's offset. Call astimezone(timezone.utc) on it first.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check http_sfv==0.9.9
cat > run.py <<'EOF'
from datetime import datetime, timezone

import http_sfv

item = http_sfv.Item()
item.parse(b"@1659578233")
print(item.value, item.value.tzinfo, item.value.astimezone(timezone.utc))
try:
    item.value < datetime.now(timezone.utc)
except TypeError as error:
    print(error)
EOF
TZ=America/New_York python/bin/python run.py > seen.txt
diff - seen.txt <<'EOF'
2022-08-03 21:57:13 None 2022-08-04 01:57:13+00:00
can't compare offset-naive and offset-aware datetimes
EOF
echo "as described: http_sfv==0.9.9"
