#!/bin/sh
# export-to-csv 1.5.0 makes two cells of a number if its decimal separator is a comma.
#
# Expected: with decimalSeparator ",", the cell is quoted, "1,5", since a comma separates cells (RFC
#   4180, 2.6): text with a comma is.
# Actual (2 December 2026): 1,5 is written without quotes, so the row has one cell more than the
#   header, and every later column moves by one. Set fieldSeparator to ";" with it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts export-to-csv@1.5.0 csv-parse@7.0.3
cat > run.mjs <<'EOF'
import { parse } from 'csv-parse/sync';
import { generateCsv, mkConfig } from 'export-to-csv';
const rows = [{ days: 1.5, name: 'Adams, Eve' }];
for (const options of [{}, { decimalSeparator: ',' }, { decimalSeparator: ',', fieldSeparator: ';' }]) {
  const csv = String(generateCsv(mkConfig({ useKeysAsHeaders: true, useBom: false, ...options }))(rows));
  console.log(JSON.stringify(parse(csv, { relax_column_count: true, delimiter: options.fieldSeparator ?? ',' })));
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
[["days","name"],["1.5","Adams, Eve"]]
[["days","name"],["1","5","Adams, Eve"]]
[["days","name"],["1,5","Adams, Eve"]]
EOF
echo "as described: export-to-csv@1.5.0 and csv-parse@7.0.3"
