#!/bin/sh
# array-to-csv 1.0.1 writes quotes and line breaks that csv-parse 7.0.3 can't read.
#
# Expected: a quote is doubled, and a cell with a line break is quoted (RFC 4180, 2.6 and 2.7).
# Actual: only commas are handled: a quote inside quotes stays single, and a line break ends the
#   row.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts array-to-csv@1.0.1 csv-parse@7.0.3
cat > run.mjs <<'EOF'
import toCsv from 'array-to-csv';
import { parse } from 'csv-parse/sync';
for (const row of [['Adams, Eve', 'x'], ['Adams, "Eve"', 'x'], ['two\nlines', 'x']]) {
  const csv = toCsv([row]);
  try {
    console.log(JSON.stringify(csv), JSON.stringify(parse(csv)));
  } catch (error) {
    console.log(JSON.stringify(csv), error.code);
  }
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
"\"Adams, Eve\",x" [["Adams, Eve","x"]]
"\"Adams, \"Eve\"\",x" CSV_INVALID_CLOSING_QUOTE
"two\nlines,x" CSV_RECORD_INCONSISTENT_FIELDS_LENGTH
EOF
echo "as described: array-to-csv@1.0.1 csv-parse@7.0.3"
