#!/bin/sh
# convert-csv-to-array 1.0.3 fills a short row from the row before it.
#
# Expected: a row that ends early is empty in its last columns.
# Actual: it has the previous row's values there: Bob, who has no manager, gets Eve's. An empty line
#   becomes a person without a name.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts convert-csv-to-array@1.0.3
cat > run.mjs <<'EOF'
import { convertCSVToArray } from 'convert-csv-to-array';
for (const csv of ['name,team,manager\nEve,A,Ann\nBob,B\n', 'name,team\nEve,A\n\nBob,B\n'])
  console.log(JSON.stringify(convertCSVToArray(csv, { separator: ',' })));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
[["name","team","manager"],{"name":"Eve","team":"A","manager":"Ann"},{"name":"Bob","team":"B","manager":"Ann"}]
[["name","team"],{"name":"Eve","team":"A"},{"name":"","team":"A"},{"name":"Bob","team":"B"}]
EOF
echo "as described: convert-csv-to-array@1.0.3"
