#!/bin/sh
# scimmy 1.3.5 adds an existing member again.
#
# Expected: adding member 2 again leaves the group as it is: RFC 7644 (3.5.2.1) says that an
#   existing value isn't added again, and identity providers repeat themselves. (Replacing active:
#   true with true is correctly reported as no change.)
# Actual: the group has the member twice, even if the two values are identical.
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

const group = { displayName: 'Tickets', members: [{ value: '1' }, { value: '2' }] };
const after = await patch(SCIMMY.Schemas.Group, group, { op: 'add', path: 'members', value: [{ value: '2' }] });
console.log(after.members.map((member) => member.value).join());
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
1,2,2
EOF
echo "as described: scimmy@1.3.5"
