#!/bin/sh
# address-rfc2822 2.2.4 reorders names and changes their capitals.
#
# Expected: name() is the name as the sender wrote it, without its quotes.
# Actual: anything after a comma is moved to the front, even in company names; capital letters are
#   lower-cased; and a missing name is made up from the address. phrase is the original text.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts address-rfc2822@2.2.4
cat > run.mjs <<'EOF'
import rfc2822 from 'address-rfc2822';
for (const text of ['"Adams, Eve" <eve@example.com>', '"Example, Inc." <info@example.com>', 'NATO <info@example.com>', 'no.reply@example.com']) {
  const [address] = rfc2822.parse(text);
  console.log(JSON.stringify([address.phrase, address.name()]));
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
["Adams, Eve","Eve Adams"]
["Example, Inc.","Inc. Example"]
["NATO","Nato"]
["","No Reply"]
EOF
echo "as described: address-rfc2822@2.2.4"
