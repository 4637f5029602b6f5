#!/bin/sh
# i18next 26.7.2 switches to English at a French million.
#
# Expected: a language with _one and _other has all it needs: if a plural form is missing, _other of
#   the same language is used, like an ICU message's other.
# Actual: French has a third form, "many", for a million and some of its multiples (as do Spanish,
#   Italian and Portuguese). Without _many, the text comes from the fallback language. In Polish
#   this happens from 2 on.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts i18next@26.7.2
cat > run.mjs <<'EOF'
import i18next from 'i18next';
await i18next.init({
  fallbackLng: 'en',
  resources: {
    en: { translation: { user_one: '{{count}} user', user_other: '{{count}} users' } },
    fr: { translation: { user_one: '{{count}} utilisateur', user_other: '{{count}} utilisateurs' } },
    pl: { translation: { user_one: '{{count}} osoba', user_other: '{{count}} osoby' } },
  },
});
for (const [lng, count] of [['fr', 1], ['fr', 2], ['fr', 999_999], ['fr', 1_000_000], ['fr', 1_000_001], ['pl', 1], ['pl', 2]]) {
  console.log(lng, i18next.t('user', { lng, count }));
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
fr 1 utilisateur
fr 2 utilisateurs
fr 999999 utilisateurs
fr 1000000 users
fr 1000001 utilisateurs
pl 1 osoba
pl 2 users
EOF
echo "as described: i18next@26.7.2"
