#!/bin/sh
# json8-patch 1.0.6 copies by reference, so a change in one place changes both.
#
# Expected: copy adds the value found at from (RFC 6902, 4.5); from then on the two are independent,
#   like any two places in a JSON document.
# Actual (2 December 2026): both places hold the same object. A later operation in the same patch,
#   meant for the copy, also changes the original: editing a group copied from another edits both.
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
