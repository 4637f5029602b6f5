#!/bin/sh
# scim2-parse-filter 0.2.10 compares times as text.
#
# Expected: meta.lastModified gt "2026-03-01T12:30:00+01:00" finds a change at 12:00Z, half an hour
#   later: a dateTime is compared chronologically (RFC 7644, 3.4.2.2), and may have any offset.
# Actual: only the characters are compared, so the change isn't found, and eq misses the same moment
#   written with milliseconds. Convert both sides to one format first.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts scim2-parse-filter@0.2.10
cat > run.mjs <<'EOF'
import scim from 'scim2-parse-filter';
const user = { meta: { lastModified: '2026-03-01T12:00:00Z' } };
for (const condition of ['gt "2026-03-01T11:30:00Z"', 'gt "2026-03-01T12:30:00+01:00"', 'eq "2026-03-01T12:00:00.000Z"'])
  console.log(condition, scim.filter(scim.parse(`meta.lastModified ${condition}`))(user));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
gt "2026-03-01T11:30:00Z" true
gt "2026-03-01T12:30:00+01:00" false
eq "2026-03-01T12:00:00.000Z" false
EOF
echo "as described: scim2-parse-filter@0.2.10"
