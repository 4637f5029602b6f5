#!/bin/sh
# immutable-json-patch 6.0.3 treats objects as different if their members are in another order.
#
# Expected: a test of {"x":1,"y":2} passes in any order: objects are equal if their members are (RFC
#   6902, 4.6), and JSON's members have no order.
# Actual (2 December 2026): the test fails. A patch guarded by a value from a database or another
#   language, in its own order, is refused as if somebody else had been faster.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts immutable-json-patch@6.0.3
cat > run.mjs <<'EOF'
import { immutableJSONPatch } from 'immutable-json-patch';
for (const value of [{ x: 1, y: 2 }, { y: 2, x: 1 }]) {
  try {
    console.log(JSON.stringify(immutableJSONPatch({ a: { x: 1, y: 2 } }, [{ op: 'test', path: '/a', value }])));
  } catch (error) {
    console.log(error.message);
  }
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
{"a":{"x":1,"y":2}}
Test failed, value differs (path: "/a")
EOF
echo "as described: immutable-json-patch@6.0.3"
