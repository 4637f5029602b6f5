#!/bin/sh
# humanize-duration 3.35.1 describes 365 days as eleven months and more, and 31 days as a month and 13.5 hours.
#
# Expected: 365 days are a year, and 31 days are a month or 31 days, without made-up hours.
# Actual (3 December 2026): a year has 365.25 days and a month a twelfth of that, and the remainder is spelled
#   out to the minute. A minus sign is dropped. units: ['d'] gives plain days.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts humanize-duration@3.35.1
cat > run.mjs <<'EOF'
import humanize from 'humanize-duration';
for (const days of [30, 31, 365, 366, -3]) console.log(`${days}: ${humanize(days * 86_400_000)} | ${humanize(days * 86_400_000, { units: ['d'] })}`);
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
30: 4 weeks, 2 days | 30 days
31: 1 month, 13 hours, 30 minutes | 31 days
365: 11 months, 4 weeks, 2 days, 4 hours, 30 minutes | 365 days
366: 1 year, 18 hours | 366 days
-3: 3 days | 3 days
EOF
echo "as described: humanize-duration@3.35.1"
