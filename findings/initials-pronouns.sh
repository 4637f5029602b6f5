#!/bin/sh
# initials 3.1.2 takes the pronouns behind a name for its initials.
#
# Expected: "Eve Adams (she/her)", as many write their names in Slack, has the initials EA.
# Actual: whatever stands in brackets is taken for initials that somebody chose, at any length, a
#   team's name too.
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
