#!/bin/sh
# csvkit 2.2.0 turns people called April, May and August into days of the year 1.
#
# Expected: csvjson infers types from what a column looks like: first names are text, and "1,5" with its
#   decimal comma is text or one and a half.
# Actual (3 December 2026): a column of names that are also months becomes dates such as 0001-04-01. The name
#   None becomes null, "1,5" becomes 15, 007 becomes 7 and "yes" true. --no-inference (-I) keeps all but None.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check csvkit==2.2.0
cat > people.csv <<'EOF'
name,manager,days,number,agreed
April,None,"1,5",007,yes
May,Eve,"2,5",008,no
EOF
for options in '' -I; do python/bin/csvjson $options --stream people.csv; done > seen.txt
diff - seen.txt <<'EOF'
{"name": "0001-04-01", "manager": null, "days": 15.0, "number": 7.0, "agreed": true}
{"name": "0001-05-01", "manager": "Eve", "days": 25.0, "number": 8.0, "agreed": false}
{"name": "April", "manager": null, "days": "1,5", "number": "007", "agreed": "yes"}
{"name": "May", "manager": "Eve", "days": "2,5", "number": "008", "agreed": "no"}
EOF
echo "as described: csvkit==2.2.0"
