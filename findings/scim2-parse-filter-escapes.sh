#!/bin/sh
# scim2-parse-filter 0.2.10 decodes one JSON escape and ignores the others.
#
# Expected: a value is a JSON string (RFC 7644, 3.4.2.2), so "a\/b" and "\u0061/b" both mean a/b,
#   and some JSON writers spell it so.
# Actual: \" is decoded; the others stay as typed and find nobody.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts scim2-parse-filter@0.2.10
cat > run.mjs <<'EOF'
import scim from 'scim2-parse-filter';
const matches = (text, user) => scim.filter(scim.parse(text))(user);

console.log(matches('userName eq "a\\"b"', { userName: 'a"b' }));
console.log(matches('userName eq "a\\/b"', { userName: 'a/b' }));
console.log(matches('userName eq "\\u0061/b"', { userName: 'a/b' }));
console.log(scim.parse('userName eq "\\u0061/b"').compValue);
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
true
false
false
\u0061/b
EOF
echo "as described: scim2-parse-filter@0.2.10"
