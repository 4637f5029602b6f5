#!/bin/sh
# libphonenumber-js 1.13.16 cuts a number at its letters and gives the beginning.
#
# Expected: +1 800 FLOWERS is 1-800-356-9377, as in Google's library, or no number at all.
# Actual: it is the number +1800, which is not valid: whoever stores what is "possible" or asks only
#   whether something was found keeps a stump.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts libphonenumber-js@1.13.16
cat > run.mjs <<'EOF'
import { parsePhoneNumberFromString } from 'libphonenumber-js';
for (const text of ['+1 800 356 9377', '+1 800 FLOWERS']) {
  const phone = parsePhoneNumberFromString(text);
  console.log(phone?.number, phone?.isValid());
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
+18003569377 true
+1800 false
EOF
echo "as described: libphonenumber-js@1.13.16"
