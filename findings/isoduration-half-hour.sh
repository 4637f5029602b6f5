#!/bin/sh
# isoduration 20.11.0 (Python) adds an hour where the duration says half an hour.
#
# Expected: PT0.5H is half an hour, since the smallest part may have a fraction (ISO 8601), and adding it to
#   midnight gives half past twelve, as adding PT30M does.
# Actual (3 December 2026): it is parsed as 0.5 hours, but a sum rounds each field to a whole number: PT0.5H
#   adds an hour, PT1.4H too, and PT2.5M three minutes. isodate 0.7.2 keeps the fraction.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check isoduration==20.11.0 isodate==0.7.2
cat > run.py <<'EOF'
from datetime import datetime

import isodate
from isoduration import parse_duration

midnight = datetime(2026, 3, 1)
for text in ["PT30M", "PT0.5H", "PT1.4H", "PT2.5M"]:
    print(text, (midnight + parse_duration(text)).time(), (midnight + isodate.parse_duration(text)).time())
EOF
python/bin/python run.py > seen.txt
diff - seen.txt <<'EOF'
PT30M 00:30:00 00:30:00
PT0.5H 01:00:00 00:30:00
PT1.4H 01:00:00 01:24:00
PT2.5M 00:03:00 00:02:30
EOF
echo "as described: isoduration==20.11.0 and isodate==0.7.2"
