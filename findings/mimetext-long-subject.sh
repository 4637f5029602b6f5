#!/bin/sh
# mimetext 3.0.28 writes a subject on one line, however long it is.
#
# Expected: a subject with umlauts is split into encoded words of at most 75 characters (RFC 2047,
#   2), and a header line is folded before its 998th (RFC 5322, 2.1.1).
# Actual: it is a single encoded word of any length, on one line; bodies aren't wrapped either. What
#   a mail server does with such a line is up to the server.
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
