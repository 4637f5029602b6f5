#!/bin/sh
# resolve-accept-language 3.2.2 chooses a language that the browser refuses.
#
# Expected: "fr;q=0, de" asks for German, and never for French: a weight of 0 means "not acceptable"
#   (RFC 9110, 12.4.2).
# Actual: a weight of 0 is only the lowest, not a refusal: French wins if German is asked for as
#   de-AT, which de-DE doesn't match exactly, and on its own it counts as asked for.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts resolve-accept-language@3.2.2
cat > run.mjs <<'EOF'
import { resolveAcceptLanguage } from 'resolve-accept-language';
for (const header of ['fr;q=0.1, de', 'fr;q=0, de', 'fr;q=0, de-AT', 'fr;q=0', 'fr-CA;q=0']) {
  console.log(header, '|', resolveAcceptLanguage(header, ['en-US', 'de-DE', 'fr-CA'], 'en-US'));
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
fr;q=0.1, de | de-DE
fr;q=0, de | de-DE
fr;q=0, de-AT | fr-CA
fr;q=0 | fr-CA
fr-CA;q=0 | fr-CA
EOF
echo "as described: resolve-accept-language@3.2.2"
