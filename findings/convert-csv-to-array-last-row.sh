#!/bin/sh
# convert-csv-to-array 1.0.3 drops the last row of a file that doesn't end in a line break.
#
# Expected: RFC 4180 (2.2) allows the last line to end without one, and many editors write it that
#   way.
# Actual: the last person is silently missing. Of a file with one row, only the header is left.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts convert-csv-to-array@1.0.3
cat > run.mjs <<'EOF'
import { convertCSVToArray } from 'convert-csv-to-array';
for (const csv of ['name,team\nEve,A\nBob,B\n', 'name,team\nEve,A\nBob,B']) console.log(JSON.stringify(convertCSVToArray(csv, { separator: ',' })));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
[["name","team"],{"name":"Eve","team":"A"},{"name":"Bob","team":"B"}]
[["name","team"],{"name":"Eve","team":"A"}]
EOF
echo "as described: convert-csv-to-array@1.0.3"
