#!/bin/sh
# udsv 0.7.3 reads no rows from a one-column file whose cells are quoted.
#
# Expected: a list of addresses, one per line and each in quotes, as many exports write them, has as
#   many rows as lines; quotes aren't part of a value (RFC 4180, 2.5).
# Actual (2 December 2026): the result is an empty list, without an error: nobody is imported.
#   Without the quotes, or with a second column, every row is there.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts udsv@0.7.3
cat > run.mjs <<'EOF'
import { inferSchema, initParser } from 'udsv';
for (const text of ['email\neve@example.com\nben@example.com\n', 'email\n"eve@example.com"\n"ben@example.com"\n', 'email,name\n"eve@example.com",Eve\n'])
  console.log(JSON.stringify(initParser(inferSchema(text)).stringObjs(text)));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
[{"email":"eve@example.com"},{"email":"ben@example.com"}]
[]
[{"email":"eve@example.com","name":"Eve"}]
EOF
echo "as described: udsv@0.7.3"
