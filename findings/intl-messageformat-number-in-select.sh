#!/bin/sh
# intl-messageformat 12.1.5 prints a literal # in a select nested in a plural.
#
# Expected: {n, plural, other {{role, select, admin {# admins} other {# users}}}} prints the number:
#   the # is inside the plural, and nested plurals work.
# Actual: "# admins", without an error. Put the select outside, or write {n, number}.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts intl-messageformat@12.1.5
cat > run.mjs <<'EOF'
import { IntlMessageFormat } from 'intl-messageformat';
for (const message of [
  '{role, select, admin {{n, plural, other {# admins}}} other {{n, plural, other {# users}}}}',
  '{n, plural, other {{role, select, admin {# admins} other {# users}}}}',
])
  console.log(new IntlMessageFormat(message, 'en').format({ n: 3, role: 'admin' }));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
3 admins
# admins
EOF
echo "as described: intl-messageformat@12.1.5"
