#!/bin/sh
# mimetext 3.0.28 writes a subject in one line, however long it is.
#
# Expected: a subject with umlauts is split into encoded words of at most 75 characters (RFC 2047,
#   2), and a header line folded before its 998th (RFC 5322, 2.1.1).
# Actual: it is one encoded word of any length, in one line; a body is not broken either. What a
#   mail server does with such a line is its own affair.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts mimetext@3.0.28
cat > run.mjs <<'EOF'
import { createMimeMessage } from 'mimetext';
const mail = createMimeMessage();
mail.setSender('eve@example.com');
mail.setTo('bob@example.com');
mail.setSubject('Zugänge, die bald enden: '.repeat(40));
mail.addMessage({ contentType: 'text/plain', data: 'word '.repeat(300) });
console.log(Math.max(...mail.asRaw().match(/=\?.*?\?=/g).map((word) => word.length)));
console.log(mail.asRaw().split(/\r?\n/).filter((line) => line.length > 998).map((line) => line.length));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
1400
[ 1409, 1500 ]
EOF
echo "as described: mimetext@3.0.28"
