#!/bin/sh
# validator 13.15.35 turns two people's addresses into one.
#
# Expected: normalizeEmail writes an address as its domain reads it: in lower case and, at Gmail,
#   without anything after a +.
# Actual: at Yahoo, everything after the first hyphen is removed, so mary-ann and mary-lou are both
#   mary. Code that stores the result, or compares by it, emails the wrong person. Turn
#   yahoo_remove_subaddress off.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts validator@13.15.35
cat > run.mjs <<'EOF'
import validator from 'validator';

for (const address of ['Mary-Ann@acme.example', 'mary-ann@yahoo.com', 'mary-lou@yahoo.com', 'mary-ann@gmail.com'])
  console.log(address, validator.normalizeEmail(address), validator.normalizeEmail(address, { yahoo_remove_subaddress: false }));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
Mary-Ann@acme.example mary-ann@acme.example mary-ann@acme.example
mary-ann@yahoo.com mary@yahoo.com mary-ann@yahoo.com
mary-lou@yahoo.com mary@yahoo.com mary-lou@yahoo.com
mary-ann@gmail.com mary-ann@gmail.com mary-ann@gmail.com
EOF
echo "as described: validator@13.15.35"
