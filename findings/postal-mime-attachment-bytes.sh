#!/bin/sh
# postal-mime 4.0.0 changes the bytes of an attachment that isn't in Base64.
#
# Expected: an attachment comes out byte for byte, whatever its transfer encoding: the line break
#   before a boundary belongs to the boundary (RFC 2046, 5.1.1).
# Actual (2 December 2026): in 7bit and quoted-printable, CRLF becomes LF, and a line break is added
#   at the end. A file that nodemailer 10.6.1 sent has a different digest, and a CSV has one row
#   more.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts postal-mime@4.0.0 nodemailer@10.6.1
cat > run.mjs <<'EOF'
import nodemailer from 'nodemailer';
import PostalMime from 'postal-mime';
const content = 'name,group\r\nEve,Ops\r\n';
const transport = nodemailer.createTransport({ streamTransport: true, buffer: true });
for (const contentTransferEncoding of ['base64', 'quoted-printable', '7bit']) {
  const { message } = await transport.sendMail({
    from: 'eve@example.com',
    to: 'ben@example.com',
    text: 'Hi',
    attachments: [{ filename: 'people.csv', content, contentTransferEncoding }],
  });
  const [file] = (await PostalMime.parse(message)).attachments;
  console.log(contentTransferEncoding, JSON.stringify(Buffer.from(file.content).toString()));
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
base64 "name,group\r\nEve,Ops\r\n"
quoted-printable "name,group\nEve,Ops\n\n"
7bit "name,group\nEve,Ops\n\n"
EOF
echo "as described: postal-mime@4.0.0 and nodemailer@10.6.1"
