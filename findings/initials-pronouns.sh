#!/bin/sh
# initials 3.1.2 takes the pronouns after a name for the initials.
#
# Expected: "Eve Adams (she/her)", a common way to write a name in Slack, has the initials EA.
# Actual: anything in brackets counts as hand-picked initials, whatever its length, even a team's
#   name.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts initials@3.1.2
cat > run.mjs <<'EOF'
import initials from 'initials';
for (const name of ['Eve Adams', 'Eve Adams (she/her)', 'Eve Adams (Operations)']) console.log(name, '|', initials(name));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
Eve Adams | EA
Eve Adams (she/her) | she/her
Eve Adams (Operations) | Operations
EOF
echo "as described: initials@3.1.2"
