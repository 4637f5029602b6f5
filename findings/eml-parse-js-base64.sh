#!/bin/sh
# eml-parse-js 1.1.15 returns a Base64 attachment as the bytes of its Base64 text.
#
# Expected: an attachment's data is its content: the package returns a Uint8Array in data, and the
#   Base64 in data64.
# Actual (2 December 2026): data holds the characters of the Base64 text, one per byte. Saved to a
#   file, it is a third longer and isn't a picture; the same file in quoted-printable is decoded.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts eml-parse-js@1.1.15
cat > run.mjs <<'EOF'
import { readEml } from 'eml-parse-js';
const mail = (encoding, body) =>
  [
    'From: eve@example.com',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/csv; charset=utf-8; name=a.csv',
    `Content-Transfer-Encoding: ${encoding}`,
    'Content-Disposition: attachment; filename=a.csv',
    '',
    body,
    '--b--',
    '',
  ].join('\r\n');
for (const [encoding, body] of [['quoted-printable', 'a=2Cb'], ['base64', Buffer.from('a,b').toString('base64')]]) {
  const [{ data }] = readEml(mail(encoding, body)).attachments;
  console.log(encoding, typeof data, Buffer.from(data).toString().trim());
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
quoted-printable string a,b
base64 object YSxi
EOF
echo "as described: eml-parse-js@1.1.15"
