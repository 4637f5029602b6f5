#!/bin/sh
# accesscontrol 3.1.1 forgets a role's attributes when the same action is granted again.
#
# Expected: grants add up: a role that may update the title, and is then granted the body, may update both, as
#   it can in role-acl 4.5.4, which is derived from this package, and as it can if one grant is inherited.
# Actual (3 December 2026): the second grant replaces the first one's attributes. Of two rows read from a
#   database for the same role, resource and action, only the last one counts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts accesscontrol@3.1.1 role-acl@4.5.4
cat > run.mjs <<'EOF'
import { AccessControl } from 'accesscontrol';
import acl from 'role-acl';
const update = (fill) => {
  const control = new AccessControl();
  fill(control);
  return control.can('editor').updateAny('page').attributes.join();
};
console.log('twice', update((control) => {
  control.grant('editor').updateAny('page', ['title']);
  control.grant('editor').updateAny('page', ['body']);
}));
console.log('inherited', update((control) => {
  control.grant('writer').updateAny('page', ['title']);
  control.grant('editor').extend('writer').updateAny('page', ['body']);
}));
const row = { role: 'editor', resource: 'page', action: 'update:any' };
const rows = new AccessControl([{ ...row, attributes: ['title'] }, { ...row, attributes: ['body'] }]);
console.log('rows', rows.can('editor').updateAny('page').attributes.join());
const derived = new acl.AccessControl();
derived.grant('editor').execute('update').on('page', ['title']);
derived.grant('editor').execute('update').on('page', ['body']);
console.log('role-acl', derived.can('editor').execute('update').sync().on('page').attributes.join());
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
twice body
inherited body,title
rows body
role-acl body,title
EOF
echo "as described: accesscontrol@3.1.1 and role-acl@4.5.4"
