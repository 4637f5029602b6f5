#!/bin/sh
# udsv 0.7.3 puts two people in one row if the first one's row is short, and a comma in a long one's cell.
#
# Expected: a row that ends early has nothing in its last columns, what is too much is left out, or
#   either is an error: a row ends at its line break.
# Actual (2 December 2026): cells are counted, not lines. A row with one cell of three takes the next
#   line's cells: a person is called "Ben\nMia", and Mia is missing.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts udsv@0.7.3
cat > run.mjs <<'EOF'
import { inferSchema, initParser } from 'udsv';
for (const text of ['name,group,manager\nEve,Ops,Ada\nBen\nMia,Data,Ada\n', 'name,group\nEve,Ops,Ada\nBen,Data\n'])
  console.log(JSON.stringify(initParser(inferSchema(text)).stringObjs(text)));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
[{"name":"Eve","group":"Ops","manager":"Ada"},{"name":"Ben\nMia","group":"Data","manager":"Ada"}]
[{"name":"Eve","group":"Ops,Ada"},{"name":"Ben","group":"Data"}]
EOF
echo "as described: udsv@0.7.3"
