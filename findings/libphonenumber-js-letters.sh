#!/bin/sh
# libphonenumber-js 1.13.16 cuts a number off at its letters and returns the start.
#
# Expected: +1 800 FLOWERS is 1-800-356-9377, as in Google's library, or no number at all.
# Actual: it is the number +1800, which isn't valid: code that accepts "possible" numbers, or checks
#   only that one was found, stores a stump.
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
