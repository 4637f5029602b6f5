#!/bin/sh
# aniso8601 10.0.1 reads the end of a day as its beginning.
#
# Expected: 2026-03-01T24:00:00, the end of 1 March (ISO 8601), is 2026-03-02T00:00:00, or is
#   refused, as isodate 0.7.2 does.
# Actual (2 December 2026): it is 2026-03-01T00:00:00. Access "until 24:00" ends a day early, and an
#   interval up to then has no length.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check aniso8601==10.0.1 isodate==0.7.2
cat > run.py <<'EOF'
import aniso8601
import isodate

text = "2026-03-01T24:00:00"
print(aniso8601.parse_datetime(text).isoformat())
start, end = aniso8601.parse_interval("2026-03-01T00:00:00/" + text)
print(end - start)
try:
    print(isodate.parse_datetime(text))
except ValueError as error:
    print(error)
EOF
python/bin/python run.py > seen.txt
diff - seen.txt <<'EOF'
2026-03-01T00:00:00
0:00:00
hour must be in 0..23
EOF
echo "as described: aniso8601==10.0.1 and isodate==0.7.2"
