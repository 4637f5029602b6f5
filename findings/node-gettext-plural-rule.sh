#!/bin/sh
# node-gettext 3.0.1 ignores the plural rule in the file it reads.
#
# Expected: the Plural-Forms header says which form goes with which number (GNU gettext manual, 11.2.6): tools order
#   Latvian's three forms in two ways, and give Brazilian Portuguese 0 the singular or the plural.
# Actual (3 December 2026): the rule comes from a table in the package, by language. Where the file has another one,
#   as translation services write for these languages, numbers get each other's forms, without a warning.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts node-gettext@3.0.1 gettext-parser@10.0.0
cat > run.mjs <<'EOF'
import Gettext from 'node-gettext';
import * as parser from 'gettext-parser';

const rules = {
  lv: '3; plural=(n % 10 == 0 || n % 100 >= 11 && n % 100 <= 19 ? 0 : n % 10 == 1 && n % 100 != 11 ? 1 : 2)',
  pt_BR: '2; plural=(n > 1)',
  de: '2; plural=(n != 1)',
};
for (const [language, rule] of Object.entries(rules)) {
  const forms = Array.from({ length: parseInt(rule) }, (_, index) => `msgstr[${index}] "form ${index}"`).join('\n');
  const header = `msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=${rule};\\n"\n`;
  const file = parser.po.parse(`${header}\nmsgid "person"\nmsgid_plural "people"\n${forms}\n`);
  const gettext = new Gettext();
  gettext.addTranslations(language, 'messages', file);
  gettext.setLocale(language);
  const expected = new Function('n', `return Number${rule.slice(rule.indexOf('(', 2))}`);
  for (const n of [0, 1, 2]) console.log(language, n, gettext.ngettext('person', 'people', n), '| file:', `form ${expected(n)}`);
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
lv 0 form 2 | file: form 0
lv 1 form 0 | file: form 1
lv 2 form 1 | file: form 2
pt_BR 0 form 1 | file: form 0
pt_BR 1 form 0 | file: form 0
pt_BR 2 form 1 | file: form 1
de 0 form 1 | file: form 1
de 1 form 0 | file: form 0
de 2 form 1 | file: form 1
EOF
echo "as described: node-gettext@3.0.1 and gettext-parser@10.0.0"
