#!/bin/sh
# scimmy 1.3.5 wants a single value of a list to meet two separate conditions.
#
# Expected: emails.type eq "home" and emails.value eq "eve@work.example" finds a user with a home
#   address and that work address: the conditions are independent, and only brackets tie them to one
#   value (RFC 7644, 3.4.2.2).
# Actual: each condition alone finds the user; the two together don't, not even in two pairs of
#   brackets, because they are merged into one.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts scimmy@1.3.5
cat > run.mjs <<'EOF'
import SCIMMY from 'scimmy';
const emails = [
  { type: 'work', value: 'eve@work.example' },
  { type: 'home', value: 'eve@home.example' },
];
for (const text of [
  'emails.type eq "home"',
  'emails.value eq "eve@work.example"',
  'emails.type eq "home" and emails.value eq "eve@work.example"',
  'emails[type eq "home"] and emails[value eq "eve@work.example"]',
])
  console.log(new SCIMMY.Types.Filter(text).match([{ emails }]).length);
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
1
1
0
0
EOF
echo "as described: scimmy@1.3.5"
