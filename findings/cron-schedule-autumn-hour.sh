#!/bin/sh
# cron-schedule 6.0.0 runs an hourly job two hours apart when clocks go back.
#
# Expected: "every hour" is every hour: in the night to 25 October 2026, the hour from two to three
#   comes twice in Berlin, so there are 25 runs that day, as cron-parser 5.10.6 has it.
# Actual: the second two o'clock is skipped: 00:00 and then 02:00 UTC. A job that runs every half
#   hour pauses for an hour and a half.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts cron-schedule@6.0.0 cron-parser@5.10.6
cat > run.mjs <<'EOF'
import { CronExpressionParser } from 'cron-parser';
import { parseCronExpression } from 'cron-schedule';
const start = new Date('2026-10-24T23:45:00Z');
for (const line of ['0 * * * *', '*/30 * * * *']) {
  const first = parseCronExpression(line).getNextDates(4, start);
  const second = CronExpressionParser.parse(line, { currentDate: start }).take(4).map((date) => date.toDate());
  for (const dates of [first, second]) console.log(line, '|', dates.map((date) => date.toISOString().slice(11, 16)).join(' '));
}
EOF
TZ=Europe/Berlin node run.mjs > seen.txt
diff - seen.txt <<'EOF'
0 * * * * | 00:00 02:00 03:00 04:00
0 * * * * | 00:00 01:00 02:00 03:00
*/30 * * * * | 00:00 00:30 02:00 02:30
*/30 * * * * | 00:00 00:30 01:00 01:30
EOF
echo "as described: cron-schedule@6.0.0 and cron-parser@5.10.6"
