#!/bin/sh
# accept-language-parser 1.5.0 ignores a weight after a space.
#
# Expected: "de; q=0.5, en; q=0.9" asks for English: RFC 9110 (12.4.2) allows spaces around the
#   semicolon.
# Actual: the weight counts only if q directly follows the semicolon. Here each q becomes a language
#   of its own, all weigh 1, and the first one wins.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts accept-language-parser@1.5.0
cat > run.mjs <<'EOF'
import parser from 'accept-language-parser';
for (const header of ['de;q=0.5, en;q=0.9', 'de; q=0.5, en; q=0.9'])
  console.log(header, '|', parser.pick(['de', 'en'], header), '|', parser.parse(header).map(({ code, quality }) => `${code} ${quality}`).join());
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
de;q=0.5, en;q=0.9 | en | en 0.9,de 0.5
de; q=0.5, en; q=0.9 | de | de 1,q 1,en 1,q 1
EOF
echo "as described: accept-language-parser@1.5.0"
