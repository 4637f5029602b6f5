#!/bin/sh
# csvtojson 2.0.14 loses a column if another column's name continues it after a dot.
#
# Expected: a dot in a header makes an object, as documented. If there is also a column called manager, the two
#   can't both be read, which is an error, or each column keeps its name.
# Actual (3 December 2026): whichever of manager and manager.mail comes last replaces the other, for every row
#   and without an error. With flatKeys: true, both are kept.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts csvtojson@2.0.14
cat > run.mjs <<'EOF'
import csv from 'csvtojson';
const texts = ['mail,manager,manager.mail\neve@example.org,Mia,mia@example.org\n', 'mail,manager.mail,manager\neve@example.org,mia@example.org,Mia\n'];
for (const text of texts) console.log(JSON.stringify(await csv().fromString(text)));
console.log(JSON.stringify(await csv({ flatKeys: true }).fromString(texts[0])));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
[{"mail":"eve@example.org","manager":{"mail":"mia@example.org"}}]
[{"mail":"eve@example.org","manager":"Mia"}]
[{"mail":"eve@example.org","manager":"Mia","manager.mail":"mia@example.org"}]
EOF
echo "as described: csvtojson@2.0.14"
