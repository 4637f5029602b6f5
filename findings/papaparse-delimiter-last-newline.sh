#!/bin/sh
# papaparse 5.7.1 doesn't detect semicolons in a short file that ends in a newline.
#
# Expected: a file's last newline says nothing about its delimiter: two columns separated by
#   semicolons are detected with it and without it.
# Actual: the empty row after the last newline counts as a row with one cell, and a mean below 1.99
#   cells rules a delimiter out: fewer than ten rows of two columns are read as one column, with
#   commas. Set the delimiter, or skipEmptyLines, which applies before the guess.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts papaparse@5.7.1
cat > run.mjs <<'EOF'
import Papa from 'papaparse';

const read = (text, options) => {
  const { data, meta, errors } = Papa.parse(text, options);
  console.log(meta.delimiter, data[0].length, errors.map(({ code }) => code).join());
};
const rows = (count) => 'email;groups' + '\neve@acme.example;Users'.repeat(count);
read(rows(3));
read(`${rows(3)}\n`);
read(`${rows(8)}\n`);
read(`${rows(9)}\n`);
read(`${rows(3)}\n`, { skipEmptyLines: true });
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
; 2 
, 1 UndetectableDelimiter
, 1 UndetectableDelimiter
; 2 
; 2 
EOF
echo "as described: papaparse@5.7.1"
