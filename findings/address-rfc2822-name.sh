#!/bin/sh
# address-rfc2822 2.2.4 turns names around and spells them anew.
#
# Guess: name() is the name as the sender wrote it, without its quotes.
# Seen: what stands after a comma is put first, for companies too, capital letters are made small,
#   and where there is no name one is made of the address. phrase is what was written.
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
