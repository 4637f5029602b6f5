#!/bin/sh
# eml-format 0.6.1 keeps one encoded word of a subject and drops the rest.
#
# Expected: "Re: =?utf-8?Q?K=C3=B6ln?= today" is read as "Re: Köln today": RFC 2047 allows encoded
#   words among others, and longer text has to be split into several.
# Actual: only the first encoded word's content is left; the words before and after it are gone.
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
