#!/bin/sh
# papaparse 5.7.1 and fast-csv 5.0.8 leave out columns that the first row doesn't have.
#
# Expected: a table made from objects gets a column for every key that any of them has, as in d3-dsv
#   3.0.2.
# Actual: only the first row counts: a title that only the second person has is in no cell, and
#   there is no error.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts papaparse@5.7.1 fast-csv@5.0.8 d3-dsv@3.0.2
cat > run.mjs <<'EOF'
import { csvFormat } from 'd3-dsv';
import { writeToString } from 'fast-csv';
import Papa from 'papaparse';

const people = [{ email: 'mia@acme.example' }, { email: 'eve@acme.example', title: 'CTO' }];
const write = { papaparse: Papa.unparse(people), 'fast-csv': await writeToString(people, { headers: true }), 'd3-dsv': csvFormat(people) };
for (const [name, text] of Object.entries(write)) console.log(name, JSON.stringify(text.replaceAll('\r', '')));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
papaparse "email\nmia@acme.example\neve@acme.example"
fast-csv "email\nmia@acme.example\neve@acme.example"
d3-dsv "email,title\nmia@acme.example,\neve@acme.example,CTO"
EOF
echo "as described: papaparse@5.7.1, fast-csv@5.0.8 and d3-dsv@3.0.2"
