#!/bin/sh
# humanname 0.2.2 reads "Adams, Eve" as the first name Adams.
#
# Expected: a name parser knows the order with a comma, which every directory uses.
# Actual: the comma is dropped and the order kept. "Eve Adams, CEO" has the last name CEO.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts humanname@0.2.2
cat > run.mjs <<'EOF'
import humanname from 'humanname';
for (const name of ['Eve Adams', 'Adams, Eve', 'Eve Adams, CEO']) {
  const { firstName, lastName } = humanname.parse(name);
  console.log(name, '|', firstName, '|', lastName);
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
Eve Adams | Eve | Adams
Adams, Eve | Adams | Eve
Eve Adams, CEO | Eve Adams | CEO
EOF
echo "as described: humanname@0.2.2"
