#!/bin/sh
# json8-patch 1.0.6 makes no copy: what is changed in one place changes in both.
#
# Expected: copy adds the value found at from (RFC 6902, 4.5); the two are apart from then on, as any
#   two places in a JSON text are.
# Actual (2 December 2026): both places hold one object. The next operation of the same patch, meant
#   for the copy, changes the original too: a group made from another one changes it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts json8-patch@1.0.6
cat > run.mjs <<'EOF'
import patch from 'json8-patch';
const { doc } = patch.apply({ Users: { services: ['tickets'] } }, [
  { op: 'copy', from: '/Users', path: '/Ops' },
  { op: 'add', path: '/Ops/services/-', value: 'servers' },
]);
console.log(JSON.stringify(doc));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
{"Users":{"services":["tickets","servers"]},"Ops":{"services":["tickets","servers"]}}
EOF
echo "as described: json8-patch@1.0.6"
