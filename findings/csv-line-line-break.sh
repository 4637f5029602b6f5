#!/bin/sh
# csv-line 1.2.0 writes a line break as a backslash and an n, and reads it back that way.
#
# Expected: a cell with a line break is quoted and kept (RFC 4180, 2.6), or its own reader turns the
#   two characters back.
# Actual: encode replaces the line break and decode doesn't: a note of two lines comes back with \n
#   in it. Created with csvLine(), it keeps line breaks.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts csv-line@1.2.0
cat > run.mjs <<'EOF'
import csvLine from 'csv-line';
for (const writer of [csvLine, csvLine()]) console.log(JSON.stringify(writer.encode(['two\nlines'])), JSON.stringify(writer.decode(writer.encode(['two\nlines']))));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
"two\\nlines" ["two\\nlines"]
"\"two\nlines\"" ["two\nlines"]
EOF
echo "as described: csv-line@1.2.0"
