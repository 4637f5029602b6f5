#!/bin/sh
# csv-simple-parser 2.0.2 turns the line break at the end into a row.
#
# Expected: a file that ends in a line break, as most do, has as many rows as people.
# Actual: there is one more row, with an empty first column and no others. An import meets a person
#   without a name.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts csv-simple-parser@2.0.2
cat > run.mjs <<'EOF'
import parse from 'csv-simple-parser';
for (const csv of ['name,team\nEve,A', 'name,team\nEve,A\n']) console.log(JSON.stringify(parse(csv, { header: true })));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
[{"name":"Eve","team":"A"}]
[{"name":"Eve","team":"A"},{"name":""}]
EOF
echo "as described: csv-simple-parser@2.0.2"
