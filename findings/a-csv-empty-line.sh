#!/bin/sh
# a-csv 2.0.0 stops reading at an empty line.
#
# Expected: an empty line is skipped or read as a row without values, and reading continues.
# Actual: the file ends there, without an error.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts a-csv@2.0.0
cat > run.mjs <<'EOF'
import { writeFileSync } from 'node:fs';
import csv from 'a-csv';
writeFileSync('people.csv', 'name,team\nEve,A\n\nBob,B\n');
csv.parse('people.csv', {}, (error, row, next) => {
  console.log(error, JSON.stringify(row));
  if (row) next();
});
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
null ["name","team"]
null ["Eve","A"]
null null
EOF
echo "as described: a-csv@2.0.0"
