#!/bin/sh
# http-message-signatures 1.0.6 signs 1 where the header says 1.0.
#
# Expected: "x-rate";sf of x-rate: 1.0 is 1.0 in the signature base: a decimal has at least one
#   digit after the point (RFC 9651, 4.1.5).
# Actual: structured-headers, which it uses to read the field, knows one kind of number, so the base
#   says 1. Others' signatures over such a field fail to verify here, and its own fail elsewhere.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts http-message-signatures@1.0.6
cat > run.mjs <<'EOF'
import signatures from 'http-message-signatures';
for (const rate of ['1', '1.0', '1.5']) {
  const request = { method: 'GET', url: 'https://api.example/', headers: { 'x-rate': rate } };
  const [[, [written]]] = signatures.httpbis.createSignatureBase({ fields: ['x-rate;sf'] }, request);
  console.log(rate, written);
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
1 1
1.0 1
1.5 1.5
EOF
echo "as described: http-message-signatures@1.0.6"
