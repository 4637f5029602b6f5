#!/bin/sh
# emailjs 5.0.3 declares 7bit for text with umlauts.
#
# Expected: text in UTF-8 is quoted-printable or Base64, or is declared 8bit: 7bit is for ASCII in
#   lines of at most 998 octets (RFC 2045, 2.7).
# Actual (2 December 2026): the text is sent as it is, under Content-Transfer-Encoding: 7bit, even
#   if a line has more than 998 octets. A relay that believes this may cut the eighth bit or break
#   the line. The subject, on the other hand, is encoded.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts emailjs@5.0.3
cat > run.mjs <<'EOF'
import { Message } from 'emailjs';
for (const text of ['Grüße', 'x'.repeat(1200)]) {
  const mail = await new Message({ from: 'eve@example.com', to: 'ben@example.com', subject: 'Grüße', text }).readAsync();
  const lines = mail.split('\r\n');
  console.log(lines.find((line) => line.startsWith('Subject')));
  console.log(lines.find((line) => line.startsWith('Content-Transfer-Encoding')));
  console.log(lines.includes(text), Math.max(...lines.map((line) => Buffer.byteLength(line))) > 998);
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=
Content-Transfer-Encoding: 7bit
true false
Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=
Content-Transfer-Encoding: 7bit
true true
EOF
echo "as described: emailjs@5.0.3"
