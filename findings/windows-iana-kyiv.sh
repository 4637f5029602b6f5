#!/bin/sh
# windows-iana 5.1.0 finds no Windows time zone for Europe/Kyiv.
#
# Expected: zones that were renamed are found by either name, as Asia/Calcutta and Asia/Kolkata are: the README
#   says that all aliases of a zone are looked up.
# Actual (3 December 2026): Europe/Kiev is FLE Standard Time, and Kyiv, its name since 2022, is an empty list. The
#   way back from Windows doesn't name Kyiv either.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts windows-iana@5.1.0
cat > run.mjs <<'EOF'
import zones from 'windows-iana';
for (const name of ['Asia/Calcutta', 'Asia/Kolkata', 'Europe/Kiev', 'Europe/Kyiv']) console.log(name, JSON.stringify(zones.findWindows(name)));
const back = zones.findIana('FLE Standard Time');
console.log(back.includes('Europe/Kiev'), back.includes('Europe/Kyiv'));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
Asia/Calcutta ["India Standard Time"]
Asia/Kolkata ["India Standard Time"]
Europe/Kiev ["FLE Standard Time"]
Europe/Kyiv []
true false
EOF
echo "as described: windows-iana@5.1.0"
