#!/bin/sh
# negotiator 1.1.0 finds no language for zh-Hant-TW where zh-Hant is offered.
#
# Expected: zh-Hant-TW falls back to zh-Hant (RFC 4647, 3.4), as de-AT does to de.
# Actual: it only falls back from a language with a region to the language, as from de-AT to de.
#   With a script in between, nothing matches, and the page is in the default language.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts negotiator@1.1.0
cat > run.mjs <<'EOF'
import Negotiator from 'negotiator';
const found = (wanted, offered) => new Negotiator({ headers: { 'accept-language': wanted } }).language(offered);
console.log(found('de-AT', ['en', 'de']));
console.log(found('zh-Hant', ['en', 'zh-Hans', 'zh-Hant']));
console.log(found('zh-Hant-TW', ['en', 'zh-Hans', 'zh-Hant']));
console.log(found('sr-Latn-RS', ['en', 'sr-Latn']));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
de
zh-Hant
undefined
undefined
EOF
echo "as described: negotiator@1.1.0"
