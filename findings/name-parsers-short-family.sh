#!/bin/sh
# humanparser 2.7.0 takes the family name Ma for a degree, and another-name-parser 0.1.0 the name Do.
#
# Expected: a name of two words is a first and a last name; a degree comes after both, or after a
#   comma.
# Actual (2 December 2026): Mia Ma and Ben Do have no last name but a suffix (Master of Arts, Doctor
#   of Osteopathy). A directory sorts them under nothing, and "Dear Ms Ma" becomes "Dear Ms".
#   parse-full-name 1.2.6 gets both right.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts humanparser@2.7.0 another-name-parser@0.1.0 parse-full-name@1.2.6
cat > run.mjs <<'EOF'
import another from 'another-name-parser';
import human from 'humanparser';
import full from 'parse-full-name';
for (const name of ['Eve Adams', 'Mia Ma', 'Ben Do']) {
  const { lastName, suffix } = human.parseName(name);
  const other = another(name);
  console.log(`${name} | humanparser ${lastName} (${suffix}) | another-name-parser ${other.last} (${other.suffix}) | parse-full-name ${full.parseFullName(name).last}`);
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
Eve Adams | humanparser Adams (undefined) | another-name-parser Adams (null) | parse-full-name Adams
Mia Ma | humanparser  (Ma) | another-name-parser Ma (null) | parse-full-name Ma
Ben Do | humanparser Do (undefined) | another-name-parser null (Do) | parse-full-name Do
EOF
echo "as described: humanparser@2.7.0, another-name-parser@0.1.0, parse-full-name@1.2.6"
