#!/bin/sh
# casbin 5.51.1 (npm) deletes a role and keeps its members; casbin 1.43.0 (PyPI) removes them.
#
# Expected: deleteRole removes a role's permissions and members, as deleteUser does for a user, and
#   as the same call does in Python.
# Actual (2 December 2026): in Node the memberships stay. A role created later with the same name
#   starts with the old one's members. Remove the grouping policies as well.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts casbin@5.51.1
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check casbin==1.43.0
cat > model.conf <<'EOF'
[request_definition]
r = sub, obj, act
[policy_definition]
p = sub, obj, act
[role_definition]
g = _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = g(r.sub, p.sub) && r.obj == p.obj && r.act == p.act
EOF
cat > policy.csv <<'EOF'
p, ops, servers, read
g, eve, ops
EOF
cat > run.mjs <<'EOF'
import { newEnforcer } from 'casbin';
const enforcer = await newEnforcer('model.conf', 'policy.csv');
await enforcer.deleteRole('ops');
console.log('Node', await enforcer.getRolesForUser('eve'), await enforcer.getPolicy());
await enforcer.addPolicy('ops', 'payroll', 'read');
console.log('Node', await enforcer.enforce('eve', 'payroll', 'read'));
EOF
cat > run.py <<'EOF'
import logging

import casbin

logging.disable()
enforcer = casbin.Enforcer("model.conf", "policy.csv")
enforcer.delete_role("ops")
print("Python", enforcer.get_roles_for_user("eve"), enforcer.get_policy())
enforcer.add_policy("ops", "payroll", "read")
print("Python", enforcer.enforce("eve", "payroll", "read"))
EOF
node run.mjs > seen.txt
python/bin/python run.py >> seen.txt
diff - seen.txt <<'EOF'
Node [ 'ops' ] []
Node true
Python [] []
Python False
EOF
echo "as described: casbin@5.51.1 and casbin==1.43.0"
