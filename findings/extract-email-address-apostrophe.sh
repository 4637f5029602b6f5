#!/bin/sh
# extract-email-address 3.2.0 cuts a name at its apostrophe or umlaut and finds a different address.
#
# Expected: o'brien@example.com is found whole, as RFC 5322 (3.2.3) allows an apostrophe, or not at
#   all. A word that isn't an address stays a word.
# Actual: the result is brien@example.com, which may be somebody else's; jörg@ becomes rg@. "I
#   looked at example.com" is an address too, since " at " counts as @.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts extract-email-address@3.2.0
cat > run.mjs <<'EOF'
import { extractEmail } from 'extract-email-address';
for (const text of ["Ask o'brien@example.com.", 'Ask jörg@example.com.', 'I looked at example.com yesterday.'])
  console.log(text, extractEmail(text).map(({ email }) => email).join());
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
Ask o'brien@example.com. brien@example.com
Ask jörg@example.com. rg@example.com
I looked at example.com yesterday. looked@example.com
EOF
echo "as described: extract-email-address@3.2.0"
