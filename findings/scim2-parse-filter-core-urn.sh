#!/bin/sh
# scim2-parse-filter 0.2.10 knows the URN of an extension, but not that of the core schema.
#
# Expected: urn:…:core:2.0:User:userName is another spelling of userName (RFC 7644, 3.10), as the
#   URN of the enterprise extension is for department.
# Actual: it looks for a key of that name in the user. An extension has one; for the core schema
#   nobody is found, and there is no error.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts scim2-parse-filter@0.2.10
cat > run.mjs <<'EOF'
import scim from 'scim2-parse-filter';
const matches = (text, user) => scim.filter(scim.parse(text))(user);
const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const user = { userName: 'eve', [enterprise]: { department: 'Tickets' } };
for (const text of [`${enterprise}:department eq "Tickets"`, `${core}:userName eq "eve"`])
  console.log(matches(text, user));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
true
false
EOF
echo "as described: scim2-parse-filter@0.2.10"
