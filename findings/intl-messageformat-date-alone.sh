#!/bin/sh
# intl-messageformat 12.1.5 gives a list instead of a sentence for a date or a yes.
#
# Expected: "Ends {day}" with a Date, or "Active: {active}" with true, is a string, as with a number.
# Actual: format gives a list of two, which only looks right where it is joined by chance; false is
#   printed as nothing at all. Give {day, date} or text.
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
