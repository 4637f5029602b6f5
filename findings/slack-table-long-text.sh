#!/bin/sh
# slack-table 0.1.2 cuts off the start of a long text.
#
# Expected: text too long for its column loses its end, or gets an ellipsis.
# Actual: the last characters stay: "Adams, Eve" and "Baker, Eve" look alike. In a right-aligned
#   column the end is cut off; a cell without a value says undefined.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts slack-table@0.1.2
cat > run.mjs <<'EOF'
import module from 'slack-table';
const { default: table } = module;
const columns = [{ width: 5, title: 'Name', dataIndex: 'name' }, { width: 4, title: 'Days', dataIndex: 'days', align: 'right' }];
console.log(table({ title: 'Access', columns, dataSource: [{ name: 'Adams, Eve', days: '1' }, { name: 'Baker, Eve' }] }));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
*Access*
```Name  Days
, Eve    1
, Eve unde```
EOF
echo "as described: slack-table@0.1.2"
