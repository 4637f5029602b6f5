#!/bin/sh
# icu-minify 4.15.0 ignores a plural's offset.
#
# Expected: with offset:1, the # for two people is 1: "Eve and 1 other". What the compiler can't do,
#   it refuses.
# Actual: the offset is silently dropped when the message is compiled, and the message counts Eve
#   twice.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts icu-minify@4.15.0
cat > run.mjs <<'EOF'
import compile from 'icu-minify/compile';
import format from 'icu-minify/format';
const message = compile('{n, plural, offset:1 =1 {Eve} one {Eve and # other} other {Eve and # others}}');
const formatters = {
  getDateTimeFormat: (...options) => new Intl.DateTimeFormat(...options),
  getNumberFormat: (...options) => new Intl.NumberFormat(...options),
  getPluralRules: (...options) => new Intl.PluralRules(...options),
};
for (const n of [1, 2, 3]) console.log(n, format(message, 'en', { n }, { formatters }));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
1 Eve
2 Eve and 2 others
3 Eve and 3 others
EOF
echo "as described: icu-minify@4.15.0"
