#!/bin/sh
# arrow 1.4.0 (Python) leaves out the day when it reads "in 1 day and 3 hours".
#
# Expected: dehumanize reads every part of the text, or raises an error, as it does for "in 1 day" alone.
# Actual (3 December 2026): the singular must be written "a day" or "an hour". "1 day" in front of something else is
#   skipped without an error, and of "1.5 hours" it reads the 5. "In half an hour" is a whole one.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check arrow==1.4.0
cat > run.py <<'EOF'
import arrow

start = arrow.get("2026-03-01T00:00:00Z")
for text in ["in a day and 3 hours", "in 2 days and 3 hours", "in 1 day and 3 hours", "in 1 day", "in 1 hour 30 minutes", "in 1.5 hours", "in half an hour"]:
    try:
        print(text, "=", start.dehumanize(text) - start)
    except ValueError:
        print(text, "is refused")
EOF
python/bin/python run.py > seen.txt
diff - seen.txt <<'EOF'
in a day and 3 hours = 1 day, 3:00:00
in 2 days and 3 hours = 2 days, 3:00:00
in 1 day and 3 hours = 3:00:00
in 1 day is refused
in 1 hour 30 minutes = 0:30:00
in 1.5 hours = 5:00:00
in half an hour = 1:00:00
EOF
echo "as described: arrow==1.4.0"
