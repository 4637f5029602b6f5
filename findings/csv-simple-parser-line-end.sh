#!/bin/sh
# csv-simple-parser 2.0.2 makes a row of the line break at the end.
#
# Guess: a file that ends in a line break, as most do, has as many rows as people.
# Seen: one more comes, with an empty first column and no others: an import meets a person without
#   a name.
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
