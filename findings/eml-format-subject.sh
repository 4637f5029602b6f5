#!/bin/sh
# eml-format 0.6.1 keeps one encoded word of a subject and drops the rest.
#
# Guess: "Re: =?utf-8?Q?K=C3=B6ln?= today" is read as "Re: Köln today": RFC 2047 lets encoded
#   words stand among others, and longer text has to be split into several.
# Seen: only what is in the first encoded word is left, without the words around it and after it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts eml-format@0.6.1
cat > run.mjs <<'EOF'
import eml from 'eml-format';
for (const subject of ['Re: =?utf-8?Q?K=C3=B6ln?= today', '=?utf-8?B?R3LDvA==?= =?utf-8?B?w59lIGFu?='])
  eml.read(`From: eve@example.com\r\nSubject: ${subject}\r\n\r\nHello`, (error, mail) => console.log(error, mail.subject));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
null Köln
null Grü
EOF
echo "as described: eml-format@0.6.1"
