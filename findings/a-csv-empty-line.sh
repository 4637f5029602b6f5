#!/bin/sh
# a-csv 2.0.0 stops reading at an empty line.
#
# Guess: an empty line is passed over, or is a row without values; what follows is read.
# Seen: the file ends there as if it were over, without an error.
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
