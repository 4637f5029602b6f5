#!/bin/sh
# scimmy 1.3.5 refuses to add a value through a filter that doesn't match yet.
#
# Expected: add with the path emails[type eq "home"].value, which Microsoft Entra ID sends for a
#   user's first home address, adds an address of that type.
# Actual: it is refused as if it were a replace, and the other operations in the request are lost
#   with it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts scimmy@1.3.5
cat > run.mjs <<'EOF'
import SCIMMY from 'scimmy';
const said = async (ask) => {
  try {
    return await ask();
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
};

const patch = (Schema, resource, operation) => said(async () => {
  const body = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [operation] };
  const after = await new SCIMMY.Messages.PatchOp(body).apply(new Schema(resource), (changed) => new Schema(changed));
  return after ?? 'unchanged';
});

const user = { userName: 'eve', emails: [{ type: 'work', value: 'eve@work.example' }] };
const operation = { op: 'add', path: 'emails[type eq "home"].value', value: 'eve@home.example' };
console.log(await patch(SCIMMY.Schemas.User, user, operation));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
SCIMError: Filter 'emails[type eq "home"].value' does not match any values for 'add' op of operation 1 in PatchOp request body
EOF
echo "as described: scimmy@1.3.5"
