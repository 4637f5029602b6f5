#!/bin/sh
# csv-stringify 6.9.0 leaves a line feed unquoted if rows end in CRLF, and csv-parse 7.0.3 reads a different table.
#
# Expected: a field with a line break is quoted whatever the rows end in (RFC 4180, 2.6), so a table
#   survives being written and read.
# Actual: with record_delimiter: 'windows', only CRLF is quoted. The reader takes the first line
#   break it meets for the end of a row, so one row becomes two.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts csv-stringify@6.9.0 csv-parse@7.0.3
cat > run.mjs <<'EOF'
import { stringify } from 'csv-stringify/sync';
import { parse } from 'csv-parse/sync';
const table = [['Line one\nline two'], ['next']];
for (const record_delimiter of ['unix', 'windows']) {
  const csv = stringify(table, { record_delimiter });
  console.log(record_delimiter, JSON.stringify(csv), JSON.stringify(parse(csv)));
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
unix "\"Line one\nline two\"\nnext\n" [["Line one\nline two"],["next"]]
windows "Line one\nline two\r\nnext\r\n" [["Line one"],["line two\r"],["next\r"]]
EOF
echo "as described: csv-stringify@6.9.0 and csv-parse@7.0.3"
