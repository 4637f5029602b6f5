#!/bin/sh
# @vanillaes/csv 3.0.8 writes the words null and undefined.
#
# Expected: a missing value is an empty cell.
# Actual: the table says null, and somebody's manager is called undefined; both are read back as
#   text.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @vanillaes/csv@3.0.8
cat > run.mjs <<'EOF'
import { parse, stringify } from '@vanillaes/csv';
const csv = stringify([['Eve', null, undefined, '']]);
console.log(JSON.stringify(csv), JSON.stringify(parse(csv)));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
"Eve,null,undefined,\n" [["Eve","null","undefined",""]]
EOF
echo "as described: @vanillaes/csv@3.0.8"
