#!/bin/sh
# json-2-csv 5.6.0 keeps the file's final line break in the last row's last value.
#
# Expected: a file that ends in a line break, as most do, reads the same as one without it, and CRLF ends a
#   line just as a line feed does.
# Actual (3 December 2026): the last value is "b2\n" unless it was quoted or a number, so looking up that one
#   person fails. With CRLF the last column is named "badge\r". The badge 1e5 becomes the number 100000.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts json-2-csv@5.6.0
cat > run.mjs <<'EOF'
import { csv2json } from 'json-2-csv';
for (const file of ['name,badge\nEve,b1\nBob,b2\n', 'name,badge\nEve,b1\nBob,b2', 'name,badge\nEve,"b1"\n', 'name,badge\r\nEve,b1\r\nBob,b2\r\n', 'name,badge\nEve,1e5\n'])
  console.log(JSON.stringify(csv2json(file)));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
[{"name":"Eve","badge":"b1"},{"name":"Bob","badge":"b2\n"}]
[{"name":"Eve","badge":"b1"},{"name":"Bob","badge":"b2"}]
[{"name":"Eve","badge":"b1"}]
[{"name":"Eve","badge\r":"b1\r"},{"name":"Bob","badge\r":"b2\r\n"}]
[{"name":"Eve","badge":100000}]
EOF
echo "as described: json-2-csv@5.6.0"
