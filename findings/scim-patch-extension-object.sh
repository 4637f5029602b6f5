#!/bin/sh
# scim-patch 0.8.3 splits an extension's URN in two.
#
# Expected: adding {"urn:…:enterprise:2.0:User": {department}} without a path, RFC 7644's form
#   (3.5.2.1) for several attributes, fills the extension, as the path urn:…:2.0:User:department
#   does.
# Actual: User becomes a key inside urn:…:enterprise:2.0. The extension stays empty, and the client
#   gets a success.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts scim-patch@0.8.3
cat > run.mjs <<'EOF'
import pkg from 'scim-patch';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const user = () => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: 'eve',
  meta: { resourceType: 'User', created: new Date(0), lastModified: new Date(0), location: '/Users/1' },
});
for (const operation of [
  { op: 'add', path: `${enterprise}:department`, value: 'Sales' },
  { op: 'add', value: { [enterprise]: { department: 'Sales' } } },
]) {
  const { schemas, userName, meta, ...rest } = pkg.scimPatch(user(), [operation]);
  console.log(JSON.stringify(rest));
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"Sales"}}
{"urn:ietf:params:scim:schemas:extension:enterprise:2.0":{"User":{"department":"Sales"}}}
EOF
echo "as described: scim-patch@0.8.3"
