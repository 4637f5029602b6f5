#!/bin/sh
# date-holidays 3.37.0 says that Tax Day and Father's Day are holidays.
#
# Expected: isHoliday says whether people have the day off, so that a deadline in working days skips it: in the
#   United States, Thanksgiving but not Administrative Professionals Day.
# Actual (3 December 2026): it returns every day that has a name, Shrove Monday in Germany too, and only
#   its type tells them apart. Pass types: ['public'] when you create the calendar.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts date-holidays@3.37.0
cat > run.mjs <<'EOF'
import Holidays from 'date-holidays';
const off = (calendar, day) => Boolean(calendar.isHoliday(new Date(`${day}T12:00:00Z`)));
const days = ['2026-11-26', '2026-06-21', '2026-04-15', '2026-04-22'];
for (const day of days) console.log('US', day, off(new Holidays('US'), day), off(new Holidays('US', { types: ['public'] }), day));
for (const day of ['2026-12-25', '2026-02-16']) console.log('DE', day, off(new Holidays('DE'), day), off(new Holidays('DE', { types: ['public'] }), day));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
US 2026-11-26 true true
US 2026-06-21 true false
US 2026-04-15 true false
US 2026-04-22 true false
DE 2026-12-25 true true
DE 2026-02-16 true false
EOF
echo "as described: date-holidays@3.37.0"
