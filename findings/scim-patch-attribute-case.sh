#!/bin/sh
# scim-patch 0.8.3 adds a second attribute when the name differs only in case.
#
# Expected: replacing USERNAME replaces userName, since attribute names are case-insensitive (RFC
#   7643, 2.1).
# Actual: userName keeps its value, and a key USERNAME is added: the client gets a success, and the
#   change has no effect.
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

const { userName, USERNAME } = patched({ op: 'replace', path: 'USERNAME', value: 'adam' });
console.log(userName, USERNAME);
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
eve adam
EOF
echo "as described: scim-patch@0.8.3"
