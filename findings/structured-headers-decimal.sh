#!/bin/sh
# structured-headers 2.1.0 writes a decimal that no parser of the format accepts.
#
# Expected: 1.0005 is rounded to three decimal places, half to even, and written 1.0 (RFC 9651,
#   4.1.5).
# Actual: it is written "1.", which the package's own parser refuses; 0.0005 is rounded up to 0.001.
#   Round fractions, such as a rate or a share, before you pass them on.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts structured-headers@2.1.0
cat > run.mjs <<'EOF'
import { parseItem, serializeItem } from 'structured-headers';
for (const number of [1.5, 0.0005, 1.0005]) {
  const text = serializeItem(number);
  try {
    console.log(number, text, parseItem(text)[0]);
  } catch (error) {
    console.log(number, text, error.name);
  }
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
1.5 1.5 1.5
0.0005 0.001 0.001
1.0005 1. Error
EOF
echo "as described: structured-headers@2.1.0"
