#!/bin/sh
# csv-parse 7.0.3 joins rows whose line ends differ from the first one's.
#
# Expected: a file with both kinds of line ends, such as two files joined together, has one row per
#   line.
# Actual: the first line's end decides for the whole file. After CRLF, a lone LF is part of the
#   cell, so two people become one. After LF, the CR stays in the last cell of each row.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts csv-parse@7.0.3
cat > run.mjs <<'EOF'
import { parse } from 'csv-parse/sync';
console.log(JSON.stringify(parse('name,email\r\nEve,eve@example.com\nAdam,adam@example.com\r\n', { relax_column_count: true })));
console.log(JSON.stringify(parse('email\neve@example.com\r\n')));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
[["name","email"],["Eve","eve@example.com\nAdam","adam@example.com"]]
[["email"],["eve@example.com\r"]]
EOF
echo "as described: csv-parse@7.0.3"
