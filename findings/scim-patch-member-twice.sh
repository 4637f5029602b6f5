#!/bin/sh
# scim-patch 0.8.3 adds an existing member again if the display name is included.
#
# Expected: adding member 2, who is already a member, changes nothing: RFC 7644 (3.5.2.1) says that
#   an existing value isn't added again, and display is only a label for it.
# Actual: {value: "2"} alone is recognised; {value: "2", display: "Eve"}, which some identity
#   providers send, is appended.
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

const ids = (value) => patched({ op: 'add', path: 'members', value: [value] }).members.map((member) => member.value).join();
console.log(ids({ value: '2' }));
console.log(ids({ value: '2', display: 'Eve' }));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
1,2
1,2,2
EOF
echo "as described: scim-patch@0.8.3"
