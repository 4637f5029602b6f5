#!/bin/sh
# csv-stringify 6.9.0 writes false as an empty cell.
#
# Expected: a table of booleans says true and false, or 1 and 0.
# Actual: true is 1, and false is empty, as are null and undefined. Readers can't tell "no" from
#   "not known".
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts csv-stringify@6.9.0
cat > run.mjs <<'EOF'
import { stringify } from 'csv-stringify/sync';
process.stdout.write(stringify([['true', true], ['false', false], ['null', null], ['undefined', undefined]]));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
true,1
false,
null,
undefined,
EOF
echo "as described: csv-stringify@6.9.0"
