#!/bin/sh
# human-interval 2.0.1 finds no time in "a day".
#
# Expected: agenda's every('one week') is a week, so 'a day' is a day, and what it can't read is
#   NaN, as '5 foos' is.
# Actual: 'a day', 'an hour' and 'half an hour' are 0 milliseconds, and in 'two business days' the
#   word it doesn't know is skipped.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts human-interval@2.0.1
cat > run.mjs <<'EOF'
import humanInterval from 'human-interval';

for (const text of ['one week', '1 day', 'a day', 'an hour', 'half an hour', '2 business days', '5 foos'])
  console.log(text, humanInterval(text));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
one week 604800000
1 day 86400000
a day 0
an hour 0
half an hour 0
2 business days 172800000
5 foos NaN
EOF
echo "as described: human-interval@2.0.1"
