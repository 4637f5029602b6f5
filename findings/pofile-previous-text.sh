#!/bin/sh
# pofile 1.1.4 drops the previous text of a fuzzy entry.
#
# Expected: reading a PO file and writing it again keeps #| lines, which say what the text was before it changed, so
#   that the translator sees what to mend. gettext-parser 10.0.0 keeps them.
# Actual (3 December 2026): they are gone, though the entry is still fuzzy. Other comments stay.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts pofile@1.1.4 gettext-parser@10.0.0
cat > run.mjs <<'EOF'
import PO from 'pofile';
import * as parser from 'gettext-parser';

const text = `msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

#. On the button
#: button.ts:1
#, fuzzy
#| msgid "Send"
msgid "Send again"
msgstr "Senden"
`;
for (const written of [PO.parse(text).toString(), parser.po.compile(parser.po.parse(text)).toString()]) {
  console.log(written.slice(written.indexOf('\n\n')).trim());
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
#. On the button
#: button.ts:1
#, fuzzy
msgid "Send again"
msgstr "Senden"
#: button.ts:1
#. On the button
#, fuzzy
#| msgid "Send"
msgid "Send again"
msgstr "Senden"
EOF
echo "as described: pofile@1.1.4 and gettext-parser@10.0.0"
