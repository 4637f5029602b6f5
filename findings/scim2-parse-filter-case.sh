#!/bin/sh
# scim2-parse-filter 0.2.10 compares userName case-sensitively.
#
# Expected: userName eq "eve" finds Eve: RFC 7643 (4.1.1, 7) makes userName caseExact: false, and
#   identity providers use it to look people up before creating them.
# Actual: only the exact spelling is found, with eq, co and sw; attribute names and operators may be
#   in any case.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts scim2-parse-filter@0.2.10
cat > run.mjs <<'EOF'
import scim from 'scim2-parse-filter';
const matches = (text, user) => scim.filter(scim.parse(text))(user);

const user = { userName: 'Eve@Example.com' };
for (const text of [
  'userName eq "eve@example.com"',
  'userName co "@EXAMPLE"',
  'userName sw "eve"',
  'USERNAME EQ "Eve@Example.com"',
]) console.log(text, matches(text, user));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
userName eq "eve@example.com" false
userName co "@EXAMPLE" false
userName sw "eve" false
USERNAME EQ "Eve@Example.com" true
EOF
echo "as described: scim2-parse-filter@0.2.10"
