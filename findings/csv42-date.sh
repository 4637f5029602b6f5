#!/bin/sh
# csv42 5.0.3 writes a date in quotes that stay.
#
# Guess: a Date is 1970-01-01T00:00:00.000Z in its cell, as in JSON or in json2csv; where a cell needs
#   quotes, the reader takes them off.
# Seen on 2 December 2026: the cell is the JSON text with its quotes, and these are quoted once more:
#   spreadsheets show quotes around each date and don't know it for one. Reading it again gives the
#   text with quotes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts csv42@5.0.3
cat > run.mjs <<'EOF'
import { csv2json, json2csv } from 'csv42';
const csv = json2csv([{ name: 'Eve', since: new Date(0) }]);
console.log(csv.split('\r\n')[1]);
console.log(csv2json(csv)[0].since);
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
Eve,"""1970-01-01T00:00:00.000Z"""
"1970-01-01T00:00:00.000Z"
EOF
echo "as described: csv42@5.0.3"
