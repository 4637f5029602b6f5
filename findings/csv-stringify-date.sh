#!/bin/sh
# csv-stringify 6.9.0 writes a date as milliseconds.
#
# Guess: a Date is written as JSON does, or at least readably.
# Seen: the cell is a number of 13 digits, which no spreadsheet takes for a date. Cast dates, or
#   hand over texts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts csv-stringify@6.9.0
cat > run.mjs <<'EOF'
import { stringify } from 'csv-stringify/sync';
const day = new Date('2026-03-01T00:00:00Z');
console.log(stringify([['Eve', day]]).trim(), stringify([['Eve', day]], { cast: { date: (date) => date.toISOString() } }).trim());
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
Eve,1772323200000 Eve,2026-03-01T00:00:00.000Z
EOF
echo "as described: csv-stringify@6.9.0"
