#!/bin/sh
# parse-duration 2.1.9 reads "1,5 hours" as fifteen.
#
# Expected: a comma is the decimal sign, as in most of Europe, or the text is refused.
# Actual: a comma between two digits is removed as a thousands separator: 1,5 is 15. To use one of
#   the package's locales, such as de, you have to pass it as the unit.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts parse-duration@2.1.9
cat > run.mjs <<'EOF'
import parse from 'parse-duration';

for (const text of ['1.5 hours', '1,5 hours', '1,500 ms', '0,25 h']) console.log(text, parse(text, 'h'));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
1.5 hours 1.5
1,5 hours 15
1,500 ms 0.0004166666666666667
0,25 h 25
EOF
echo "as described: parse-duration@2.1.9"
