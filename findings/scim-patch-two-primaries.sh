#!/bin/sh
# scim-patch 0.8.3 leaves two primary addresses.
#
# Expected: a new primary address replaces the old one: in RFC 7644 (3.5.2) the server sets primary
#   to false on the other values.
# Actual: both are primary, in the order in which they were added.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts scim-patch@0.8.3
cat > run.mjs <<'EOF'
import pkg from 'scim-patch';
const user = () => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: 'eve',
  emails: [{ type: 'work', value: 'eve@work.example', primary: true }],
  members: [{ value: '1' }, { value: '2' }],
  meta: { resourceType: 'User', created: new Date(0), lastModified: new Date(0), location: '/Users/1' },
});
const patched = (operation) => pkg.scimPatch(user(), [operation]);

const { emails } = patched({ op: 'add', path: 'emails', value: [{ type: 'home', value: 'eve@home.example', primary: true }] });
console.log(emails.map(({ type, primary }) => `${type} ${primary}`).join(', '));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
work true, home true
EOF
echo "as described: scim-patch@0.8.3"
