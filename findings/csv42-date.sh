#!/bin/sh
# csv42 5.0.3 writes a date with quotes that stay.
#
# Expected: a Date is 1970-01-01T00:00:00.000Z in its cell, as in JSON or json2csv; if a cell needs
#   quotes, the reader removes them.
# Actual (2 December 2026): the cell is the JSON text with its quotes, quoted once more.
#   Spreadsheets show quotes around each date and don't recognise it as one. Reading it back gives
#   the text with quotes.
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
