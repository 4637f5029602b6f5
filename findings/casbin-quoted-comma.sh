#!/bin/sh
# casbin 5.51.1 (npm) and casbin 1.43.0 (PyPI) read the same policy file differently.
#
# Expected: the two are one project, and a policy is a line of CSV: "read, write" in quotes is one
#   value (RFC 4180, 2.6).
# Actual (2 December 2026): Node does that. In Python the quotes are part of the text and the comma
#   splits it, so the rule has one value too many, and the next question fails with "invalid policy
#   size". A service that moves from one to the other, or shares the file, stops answering.
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
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.sub == p.sub && r.obj == p.obj && r.act == p.act
EOF
cat > policy.csv <<'EOF'
p, eve, "Acme, Inc.", read
EOF
cat > run.mjs <<'EOF'
import { newEnforcer } from 'casbin';
const enforcer = await newEnforcer('model.conf', 'policy.csv');
console.log(JSON.stringify(await enforcer.getPolicy()), await enforcer.enforce('eve', 'Acme, Inc.', 'read'));
EOF
cat > run.py <<'EOF'
import json
import logging

import casbin

logging.disable()
enforcer = casbin.Enforcer("model.conf", "policy.csv")
try:
    answer = enforcer.enforce("eve", "Acme, Inc.", "read")
except RuntimeError as error:
    answer = error
print(json.dumps(enforcer.get_policy()), answer)
EOF
node run.mjs > seen.txt
python/bin/python run.py >> seen.txt
diff - seen.txt <<'EOF'
[["eve","Acme, Inc.","read"]] true
[["eve", "\"Acme", "Inc.\"", "read"]] invalid policy size
EOF
echo "as described: casbin@5.51.1 and casbin==1.43.0"
