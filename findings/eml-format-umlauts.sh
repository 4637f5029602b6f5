#!/bin/sh
# eml-format 0.6.1 breaks two umlauts in a row.
#
# Expected: quoted-printable is decoded to bytes, and those as UTF-8: Gr=C3=BC=C3=9Fe is Grüße.
# Actual: a single umlaut is right (Köln); of two in a row the second is lost, in the subject and in
#   the text.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts eml-format@0.6.1
cat > run.mjs <<'EOF'
import eml from 'eml-format';
for (const word of ['K=C3=B6ln', 'Gr=C3=BC=C3=9Fe'])
  eml.read(
    [
      'From: eve@example.com', `Subject: =?utf-8?Q?${word}?=`, 'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable', '', word,
    ].join('\r\n'),
    (error, mail) => console.log(error, JSON.stringify([mail.subject, mail.text])),
  );
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
null ["Köln","Köln"]
null ["Grü�e","Grü�e"]
EOF
echo "as described: eml-format@0.6.1"
