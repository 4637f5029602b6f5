#!/bin/sh
# letterparser 0.1.8 loses an attachment's name if it is encoded as RFC 2231 says.
#
# Expected: filename*=utf-8''%C3%A4.csv is ä.csv: this is how mail programs write names that aren't
#   ASCII.
# Actual: the name is undefined, as it is when a long name is split into two parts. An encoded word,
#   which RFC 2047 (5) forbids in a parameter, is read.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts letterparser@0.1.8
cat > run.mjs <<'EOF'
import { extract } from 'letterparser';
for (const name of ['filename="a.csv"', "filename*=utf-8''%C3%A4.csv", 'filename*0="long"; filename*1=".csv"', 'filename="=?utf-8?Q?=C3=A4.csv?="']) {
  const mail = [
    'From: eve@example.com', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="b"', '',
    '--b', 'Content-Type: text/plain', '', 'Hello',
    '--b', 'Content-Type: text/csv', `Content-Disposition: attachment; ${name}`, '', 'a,b', '--b--', '',
  ].join('\r\n');
  console.log(name, '|', extract(mail).attachments.map(({ filename }) => filename));
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
filename="a.csv" | [ 'a.csv' ]
filename*=utf-8''%C3%A4.csv | [ undefined ]
filename*0="long"; filename*1=".csv" | [ undefined ]
filename="=?utf-8?Q?=C3=A4.csv?=" | [ 'ä.csv' ]
EOF
echo "as described: letterparser@0.1.8"
