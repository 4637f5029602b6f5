#!/bin/sh
# immutable-json-patch 6.0.3 renames a member "-" to "undefined".
#
# Expected: "-" means the end if the target is a list; in an object it is a name like any other (RFC
#   6901, 4).
# Actual (2 December 2026): a value added under "-" is stored under "undefined", and the next one
#   replaces it. Tables by sign, answer or column have such a member ("-" for "no answer").
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts immutable-json-patch@6.0.3
cat > run.mjs <<'EOF'
import { immutableJSONPatch } from 'immutable-json-patch';
const added = (document, path) => JSON.stringify(immutableJSONPatch(document, [{ op: 'add', path, value: 1 }]));
console.log(added({ votes: ['+'] }, '/votes/-'));
console.log(added({ votes: { '+': 2 } }, '/votes/0'));
console.log(added({ votes: { '+': 2 } }, '/votes/-'));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
{"votes":["+",1]}
{"votes":{"0":1,"+":2}}
{"votes":{"+":2,"undefined":1}}
EOF
echo "as described: immutable-json-patch@6.0.3"
