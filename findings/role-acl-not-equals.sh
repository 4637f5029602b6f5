#!/bin/sh
# role-acl 4.5.4 accepts NOT_EQUALS over two attributes as soon as one of them differs.
#
# Expected: EQUALS over two attributes wants both to be equal, and NOT_EQUALS wants neither to be: the
#   decider is neither the person nor their manager. A NOT over a list of two EQUALS conditions wants that.
# Actual (3 December 2026): NOT_EQUALS is the negation of EQUALS, so one difference is enough, and the manager
#   may decide. Write one NOT_EQUALS for each attribute and join them with AND.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts role-acl@4.5.4
cat > run.mjs <<'EOF'
import acl from 'role-acl';
const conditions = {
  'NOT_EQUALS': { Fn: 'NOT_EQUALS', args: { person: '$.decider', manager: '$.decider' } },
  'NOT': { Fn: 'NOT', args: [{ Fn: 'EQUALS', args: { person: '$.decider' } }, { Fn: 'EQUALS', args: { manager: '$.decider' } }] },
  'AND': { Fn: 'AND', args: [{ Fn: 'NOT_EQUALS', args: { person: '$.decider' } }, { Fn: 'NOT_EQUALS', args: { manager: '$.decider' } }] },
};
for (const [name, condition] of Object.entries(conditions)) {
  const control = new acl.AccessControl();
  control.grant('decider').condition(condition).execute('approve').on('request');
  const granted = ['Mia', 'Ben', 'Eve'].map((decider) =>
    control.can('decider').context({ person: 'Eve', manager: 'Ben', decider }).execute('approve').sync().on('request').granted);
  console.log(name, ...granted);
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
NOT_EQUALS true true true
NOT true false false
AND true false false
EOF
echo "as described: role-acl@4.5.4"
