#!/bin/sh
# scim-query-filter-parser 2.0.4 sorts missing values first, and capitals before lower case.
#
# Expected: compileSorter sorts as RFC 7644 (3.4.2.3) says: people without a title come last, and
#   case is ignored unless the schema says otherwise.
# Actual: people without a title come first, and "Zookeeper" comes before "accountant".
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts scim-query-filter-parser@2.0.4
cat > run.mjs <<'EOF'
import { createRequire } from 'node:module';
const { compileSorter } = createRequire(import.meta.url)('scim-query-filter-parser');
const users = [{ title: 'accountant' }, { title: 'Zookeeper' }, {}];
console.log(users.sort(compileSorter('title')).map(({ title }) => title ?? 'none').join());
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
none,Zookeeper,accountant
EOF
echo "as described: scim-query-filter-parser@2.0.4"
