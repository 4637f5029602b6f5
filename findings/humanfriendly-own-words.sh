#!/bin/sh
# humanfriendly 10.0 (Python) can't parse the timespans that it formats itself.
#
# Expected: parse_timespan reads what format_timespan writes, just as parse_size reads what format_size writes,
#   and 1h30m is an hour and a half.
# Actual (3 December 2026): only a single number with a single unit is accepted, so "1 minute and 30 seconds"
#   is refused. 1M is a minute, not a month, and 59.999 seconds are formatted as "60 seconds".
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check humanfriendly==10.0
cat > run.py <<'EOF'
import humanfriendly

print(humanfriendly.parse_size(humanfriendly.format_size(1_500_000)))
print(humanfriendly.format_timespan(59.999))
for text in (humanfriendly.format_timespan(60), humanfriendly.format_timespan(90), "1h30m", "1.5h", "1M"):
    try:
        print(text, "=>", humanfriendly.parse_timespan(text))
    except humanfriendly.InvalidTimespan as error:
        print(text, "=>", type(error).__name__)
EOF
python/bin/python run.py > seen.txt
diff - seen.txt <<'EOF'
1500000
60 seconds
1 minute => 60.0
1 minute and 30 seconds => InvalidTimespan
1h30m => InvalidTimespan
1.5h => 5400.0
1M => 60.0
EOF
echo "as described: humanfriendly==10.0"
