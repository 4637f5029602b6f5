#!/bin/sh
# parse-link-header 2.0.0 takes a title for a URL.
#
# Expected: quoted text is text, and parameter names are case-insensitive (RFC 8288, 2 and 3).
# Actual: a title with a comma and a < in it starts another link, whose URL replaces the real one;
#   with REL in capitals there is no link at all. http-link-header 1.1.4 reads both correctly.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts parse-link-header@2.0.0 http-link-header@1.1.4
cat > run.mjs <<'EOF'
import LinkHeader from 'http-link-header';
import parse from 'parse-link-header';

for (const link of [
  '<https://api.example/users?page=2>; rel="next"; title="page 2"',
  '<https://api.example/users?page=2>; title="from A, <B>"; rel="next"',
  '<https://api.example/users?page=2>; REL="next"',
])
  console.log(parse(link).next?.url, LinkHeader.parse(link).rel('next')[0]?.uri);
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
https://api.example/users?page=2 https://api.example/users?page=2
B https://api.example/users?page=2
undefined https://api.example/users?page=2
EOF
echo "as described: parse-link-header@2.0.0 and http-link-header@1.1.4"
