#!/bin/sh
# email-addresses 5.0.0 and address-rfc2822 2.2.4 remove the quotes from an address that needs them.
#
# Expected: "eve adams"@example.com (RFC 5322, 3.4.1) comes out with its quotes, as an address you
#   can write to.
# Actual: it comes out as eve adams@example.com, which neither of the two can read.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts email-addresses@5.0.0 address-rfc2822@2.2.4
cat > run.mjs <<'EOF'
import emailAddresses from 'email-addresses';
import rfc2822 from 'address-rfc2822';
const first = (text) => emailAddresses.parseOneAddress(text)?.address ?? null;
const second = (text) => {
  try {
    return rfc2822.parse(text)[0].address;
  } catch (error) {
    return error.message;
  }
};
for (const read of [first, second]) console.log(read('"eve adams"@example.com'), '|', read(read('"eve adams"@example.com')));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
eve adams@example.com | null
eve adams@example.com | No results
EOF
echo "as described: email-addresses@5.0.0 and address-rfc2822@2.2.4"
