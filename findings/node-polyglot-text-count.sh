#!/bin/sh
# node-polyglot 2.6.0 uses the singular for the text "1" in Russian, but the plural in English.
#
# Expected: smart_count treats the text "1", as a form sends it, like the number 1 in every language, or in
#   none; pl_PL is Polish, as pl-PL is.
# Actual (3 December 2026): only languages whose rule does arithmetic accept the text. English gives "1 days",
#   and Polish, Czech and Romanian the form for many. With an underscore, Polish follows the English rule.
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
