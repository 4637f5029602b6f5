#!/bin/sh
# node-polyglot 2.6.0 says one of something in Russian for the text "1", and several in English.
#
# Expected: smart_count takes the text "1", as a form sends it, like the number in every language, or in
#   none; pl_PL is Polish as pl-PL is.
# Actual (3 December 2026): only languages whose rule calculates with the number count the text; in English
#   it is "1 days", in Polish, Czech and Romanian the form for many. With an underscore Polish is counted as English.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts node-polyglot@2.6.0
cat > run.mjs <<'EOF'
import Polyglot from 'node-polyglot';
for (const locale of ['en', 'ru', 'pl', 'pl-PL', 'pl_PL', 'cs', 'ro']) {
  const polyglot = new Polyglot({ locale, phrases: { days: 'one||||few||||many' } });
  console.log(locale, ...[1, '1', 5, '5'].map((count) => polyglot.t('days', { smart_count: count })));
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
en one few few few
ru one one many many
pl one many many many
pl-PL one many many many
pl_PL one few few few
cs one many many many
ro one many few few
EOF
echo "as described: node-polyglot@2.6.0"
