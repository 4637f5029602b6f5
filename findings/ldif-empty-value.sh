#!/bin/sh
# ldif 0.5.1 fails on an entry with an empty value, and can't read a comment of two lines.
#
# Expected: "description:" with nothing after it is an empty text, and a line that starts with a space continues
#   the one above, in comments too (RFC 2849). The package promises to read any valid file.
# Actual (3 December 2026): the file is parsed, but toObject throws at the empty value, and the entry's other
#   attributes can't be had that way. A continued comment is a syntax error.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts ldif@0.5.1
cat > run.mjs <<'EOF'
import ldif from 'ldif';
const files = {
  value: 'version: 1\ndn: cn=eve\ncn: eve\n',
  'empty value': 'version: 1\ndn: cn=eve\ncn: eve\ndescription:\n',
  comment: 'version: 1\n# exported on 1 March\ndn: cn=eve\ncn: eve\n',
  'long comment': 'version: 1\n# exported on\n  1 March\ndn: cn=eve\ncn: eve\n',
};
for (const [name, text] of Object.entries(files))
  try {
    console.log(name, JSON.stringify(ldif.parse(text).shift().toObject({}).attributes));
  } catch (error) {
    console.log(name, error.name);
  }
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
value {"cn":"eve"}
empty value TypeError
comment {"cn":"eve"}
long comment SyntaxError
EOF
echo "as described: ldif@0.5.1"
