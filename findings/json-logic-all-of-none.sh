#!/bin/sh
# json-logic-js 2.0.5 evaluates "all" over an empty list as false, and a missing value as less than 1.
#
# Expected: "all" over an empty list is true, like Array.every and like "none" here: someone without reviews has
#   finished all of them. A comparison with a missing value is false.
# Actual (3 December 2026): "all" is false while "none" is true. A missing number counts as 0, so "days without
#   use < 1" holds for anyone without that value.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts json-logic-js@2.0.5
cat > run.mjs <<'EOF'
import logic from 'json-logic-js';
const open = { '!': { var: 'done' } };
const asked = {
  all: { all: [{ var: 'reviews' }, { var: 'done' }] },
  none: { none: [{ var: 'reviews' }, open] },
  less: { '<': [{ var: 'days' }, 1] },
};
for (const [name, rule] of Object.entries(asked)) console.log(name, logic.apply(rule, { reviews: [] }), logic.apply(rule, { reviews: [{ done: true }], days: 5 }));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
all false true
none true true
less true false
EOF
echo "as described: json-logic-js@2.0.5"
