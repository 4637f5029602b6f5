#!/bin/sh
# libphonenumber-js 1.13.16 reads full-width digits, but not a full-width plus.
#
# Expected: a number typed on a Japanese keyboard is read in full: ＋４４２０７９４６０９５８.
# Actual: the digits are understood but the plus isn't, so without a default country no number is
#   found. Call normalize('NFKC') first.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts libphonenumber-js@1.13.16
cat > run.mjs <<'EOF'
import { parsePhoneNumberFromString } from 'libphonenumber-js';
for (const text of ['+442079460958', '+４４２０７９４６０９５８', '＋442079460958', '＋４４２０７９４６０９５８'])
  console.log(text, parsePhoneNumberFromString(text)?.number, parsePhoneNumberFromString(text.normalize('NFKC'))?.number);
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
+442079460958 +442079460958 +442079460958
+４４２０７９４６０９５８ +442079460958 +442079460958
＋442079460958 undefined +442079460958
＋４４２０７９４６０９５８ undefined +442079460958
EOF
echo "as described: libphonenumber-js@1.13.16"
