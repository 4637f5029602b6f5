#!/bin/sh
# scim-query-filter-parser 2.0.4 can't read not.
#
# Expected: not (active eq false) is read, since the package says it implements RFC 7644's filters
#   (3.4.2.2), and its grammar is the RFC's.
# Actual: any not is an error, whether at the start, after an and, or in brackets.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts scim-query-filter-parser@2.0.4
cat > run.mjs <<'EOF'
import { createRequire } from 'node:module';
const { compileFilter } = createRequire(import.meta.url)('scim-query-filter-parser');
const user = { userName: 'eve', active: true, emails: [{ type: 'work' }] };
for (const text of ['active eq true', 'not (active eq false)', 'userName pr and not (active eq false)', 'emails[not (type eq "home")]']) {
  try {
    console.log(text, compileFilter(text)(user));
  } catch (error) {
    console.log(text, error.message);
  }
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
active eq true true
not (active eq false) Failed to parse!
userName pr and not (active eq false) Failed to parse!
emails[not (type eq "home")] Failed to parse!
EOF
echo "as described: scim-query-filter-parser@2.0.4"
