#!/bin/sh
# scim-patch 0.8.3 adds a value when a replace finds none.
#
# Expected: replacing emails[type eq "home"].value for a user without a home address fails with
#   noTarget (RFC 7644, 3.5.2.3).
# Actual: a home address is added, so a misspelt filter gets a success and leaves an extra value.
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

const { emails } = patched({ op: 'replace', path: 'emails[type eq "home"].value', value: 'eve@home.example' });
console.log(JSON.stringify(emails));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
[{"type":"work","value":"eve@work.example","primary":true},{"type":"home","value":"eve@home.example"}]
EOF
echo "as described: scim-patch@0.8.3"
