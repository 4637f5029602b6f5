#!/bin/sh
# scim2-parse-filter 0.2.10 lets two values of a list meet one value's conditions between them.
#
# Expected: emails[type eq "home" and value eq "eve@work.example"] doesn't find a user whose home
#   and work addresses differ: RFC 7644 (3.4.2.2) wants one value that meets every condition in the
#   brackets.
# Actual: the user is found: each condition is tried on the whole list, and a different value may
#   meet it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts scim2-parse-filter@0.2.10
cat > run.mjs <<'EOF'
import scim from 'scim2-parse-filter';
const matches = (text, user) => scim.filter(scim.parse(text))(user);

const emails = [
  { type: 'work', value: 'eve@work.example' },
  { type: 'home', value: 'eve@home.example' },
];
console.log(matches('emails[type eq "home" and value eq "eve@work.example"]', { emails }));
console.log(matches('emails[type eq "home" and value eq "eve@work.example"]', { emails: emails.slice(1) }));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
true
false
EOF
echo "as described: scim2-parse-filter@0.2.10"
