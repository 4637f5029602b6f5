#!/bin/sh
# pendulum 3.3.0 (Python) can't read an interval that starts on a date and has a duration.
#
# Expected: 2026-03-01/P1D is an interval (ISO 8601), as 2026-03-01/2026-03-02 is, and as 2026-03-01T00:00Z/P1D is with
#   a time.
# Actual (3 December 2026): parse fails with a TypeError about hours, not the ParserError for texts it can't read,
#   so code that catches only that one doesn't handle it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check pendulum==3.3.0
cat > run.py <<'EOF'
import pendulum

for text in ["2026-03-01/2026-03-02", "2026-03-01T00:00Z/P1D", "2026-03-01/P1D", "P1D/2026-03-01", "2026-03-01/P"]:
    try:
        interval = pendulum.parse(text)
        print(text, interval.start, interval.end)
    except Exception as error:
        print(text, type(error).__name__, error)
EOF
python/bin/python run.py > seen.txt
diff - seen.txt <<'EOF'
2026-03-01/2026-03-02 2026-03-01 2026-03-02
2026-03-01T00:00Z/P1D 2026-03-01 00:00:00+00:00 2026-03-02 00:00:00+00:00
2026-03-01/P1D TypeError Date.add() got an unexpected keyword argument 'hours'
P1D/2026-03-01 TypeError Date.subtract() got an unexpected keyword argument 'hours'
2026-03-01/P ParserError Unable to parse string [2026-03-01/P]
EOF
echo "as described: pendulum==3.3.0"
