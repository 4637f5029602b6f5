#!/bin/sh
# intl-messageformat 12.1.5 returns an array instead of a string for a Date or a boolean.
#
# Expected: "Ends {day}" with a Date, or "Active: {active}" with true, formats to a string, as it
#   does with a number.
# Actual: format returns an array of two parts, which looks right only where something happens to
#   join it; false is printed as nothing at all. Use {day, date}, or pass text.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts intl-messageformat@12.1.5
cat > run.mjs <<'EOF'
import { IntlMessageFormat } from 'intl-messageformat';
const said = (message, values) => JSON.stringify(new IntlMessageFormat(message, 'en').format(values));
console.log(said('Left: {days}', { days: 3 }));
console.log(said('Ends {day}', { day: new Date(0) }));
console.log(said('Active: {active}', { active: true }));
console.log(said('Active: {active}', { active: false }));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
"Left: 3"
["Ends ","1970-01-01T00:00:00.000Z"]
["Active: ",true]
"Active: "
EOF
echo "as described: intl-messageformat@12.1.5"
