#!/bin/sh
# scim2-parse-filter 0.2.10 can't read $ref.
#
# Expected: filters can use every attribute of RFC 7643's own Group schema, including members.$ref
#   (RFC 7643, 2.4, 4.2).
# Actual: its parser doesn't allow $ in a name, and throws.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts scim2-parse-filter@0.2.10
cat > run.mjs <<'EOF'
import scim from 'scim2-parse-filter';
const matches = (text, user) => scim.filter(scim.parse(text))(user);

const group = { members: [{ value: '1', $ref: 'https://scim.example/Users/1' }] };
console.log(matches('members.value eq "1"', group));
try {
  console.log(matches('members.$ref eq "https://scim.example/Users/1"', group));
} catch (error) {
  console.log(error.message.split(' ').slice(0, 3).join(' '));
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
true
unexpected token $ref
EOF
echo "as described: scim2-parse-filter@0.2.10"
