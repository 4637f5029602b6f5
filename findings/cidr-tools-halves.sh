#!/bin/sh
# cidr-tools 11.3.2 doesn't find a network in its two halves.
#
# Expected: containsCidr "fully contain"s: 192.0.2.0/24 is in 192.0.2.0/25 and 192.0.2.128/25
#   together.
# Actual: a single entry must contain all of it. Pass the list through mergeCidr first.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts cidr-tools@11.3.2
cat > run.mjs <<'EOF'
import { containsCidr, mergeCidr } from 'cidr-tools';
const halves = ['192.0.2.0/25', '192.0.2.128/25'];
console.log(containsCidr(halves, ['192.0.2.1', '192.0.2.200']), containsCidr(halves, '192.0.2.0/24'), containsCidr(mergeCidr(halves), '192.0.2.0/24'));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
true false true
EOF
echo "as described: cidr-tools@11.3.2"
