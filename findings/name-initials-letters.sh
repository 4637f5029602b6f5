#!/bin/sh
# name-initials 0.1.3 finds no initials in a name that isn't in Latin script.
#
# Expected: Иван Петров has the initials ИП: the package knows Ł and Ø, so it handles more than
#   ASCII.
# Actual: the result is an empty string for Cyrillic, Greek and Chinese names alike.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts name-initials@0.1.3
cat > run.mjs <<'EOF'
import initials from 'name-initials';
for (const name of ['Łukasz Żak', 'Иван Петров', 'Ελένη Αδάμ', '山田 太郎']) console.log(name, JSON.stringify(initials(name)));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
Łukasz Żak "ŁŻ"
Иван Петров ""
Ελένη Αδάμ ""
山田 太郎 ""
EOF
echo "as described: name-initials@0.1.3"
