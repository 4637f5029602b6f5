#!/bin/sh
# scim-patch 0.8.3 and scimmy 1.3.5 lose a given name in opposite cases.
#
# Expected: replacing name with {familyName} keeps givenName, whether name is the path or part of
#   the value: RFC 7644 (3.5.2.3) leaves sub-attributes that aren't given unchanged. The two agree.
# Actual: scim-patch keeps it with a path and drops it without one; scimmy drops it with a path and
#   keeps it without one. It depends on which form the identity provider sends.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts scim-patch@0.8.3 scimmy@1.3.5
cat > run.mjs <<'EOF'
import pkg from 'scim-patch';
import SCIMMY from 'scimmy';
const user = () => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: 'eve',
  name: { givenName: 'Eve', familyName: 'Adams' },
});
const meta = { resourceType: 'User', created: new Date(0), lastModified: new Date(0), location: '/Users/1' };
const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
for (const operation of [
  { op: 'replace', path: 'name', value: { familyName: 'Berg' } },
  { op: 'replace', value: { name: { familyName: 'Berg' } } },
]) {
  const { name } = pkg.scimPatch({ ...user(), meta }, [operation]);
  console.log(operation.path ?? 'no path', 'scim-patch', JSON.stringify(name));
  const patch = new SCIMMY.Messages.PatchOp({ schemas, Operations: [operation] });
  const after = await patch.apply(new SCIMMY.Schemas.User(user()), (changed) => new SCIMMY.Schemas.User(changed));
  console.log(operation.path ?? 'no path', 'scimmy', JSON.stringify({ ...after.name }));
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
name scim-patch {"givenName":"Eve","familyName":"Berg"}
name scimmy {"familyName":"Berg"}
no path scim-patch {"familyName":"Berg"}
no path scimmy {"familyName":"Berg","givenName":"Eve"}
EOF
echo "as described: scim-patch@0.8.3 and scimmy@1.3.5"
