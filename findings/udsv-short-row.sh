#!/bin/sh
# udsv 0.7.3 merges two people into one row if the first row is short, and puts a long row's comma in a cell.
#
# Expected: a row that ends early has empty last columns, extra cells are left out, or either is an
#   error: a row ends at its line break.
# Actual (2 December 2026): it counts cells, not lines. A row with one cell of three takes its
#   others from the next line: a person is called "Ben\nMia", and Mia is missing.
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
