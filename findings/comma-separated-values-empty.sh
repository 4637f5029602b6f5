#!/bin/sh
# comma-separated-values 3.6.4 loses a column's texts if its first cell is empty.
#
# Expected: numbers become numbers, and everything else stays text: a manager called Ann is Ann
#   whatever is above her.
# Actual: the first row decides for the column, and an empty cell counts as the number 0. Ann is
#   NaN, which JSON turns into null. With her in the first row, all is well.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts comma-separated-values@3.6.4
cat > run.mjs <<'EOF'
import CSV from 'comma-separated-values';
for (const rows of ['Bob,Ann\nEve,\n', 'Eve,\nBob,Ann\n']) console.log(new CSV(`name,manager\n${rows}`, { header: true }).parse());
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
[ { name: 'Bob', manager: 'Ann' }, { name: 'Eve', manager: '' } ]
[ { name: 'Eve', manager: 0 }, { name: 'Bob', manager: NaN } ]
EOF
echo "as described: comma-separated-values@3.6.4"
