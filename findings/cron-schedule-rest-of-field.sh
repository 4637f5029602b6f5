#!/bin/sh
# cron-schedule 6.0.0 runs every Monday what was meant for the first one.
#
# Expected: 1#1 (the first Monday), 5L (the last Friday), 15W and 5/20 are read as elsewhere, or
#   refused, as a lone L is.
# Actual: the number is read and what follows is dropped: every Monday, every Friday, the 15th even
#   though it is a Sunday, and once an hour instead of three times. cron-parser 5.10.6 reads or
#   refuses them.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts cron-schedule@6.0.0 cron-parser@5.10.6
cat > run.mjs <<'EOF'
import { CronExpressionParser } from 'cron-parser';
import { parseCronExpression } from 'cron-schedule';
const start = new Date(2026, 1, 28, 12);
const shown = (dates) => dates.map((date) => `${date.getMonth() + 1}-${date.getDate()} ${date.getHours()}:${date.getMinutes()}`).join(', ');
for (const line of ['0 9 * * 1#1', '0 9 * * 5L', '0 9 15W * *', '5/20 * * * *', '0 9 L * *']) {
  for (const dates of [
    () => parseCronExpression(line).getNextDates(3, start),
    () => CronExpressionParser.parse(line, { currentDate: start }).take(3).map((date) => date.toDate()),
  ]) {
    try {
      console.log(line, '|', shown(dates()));
    } catch {
      console.log(line, '| refused');
    }
  }
}
EOF
TZ=UTC node run.mjs > seen.txt
diff - seen.txt <<'EOF'
0 9 * * 1#1 | 3-2 9:0, 3-9 9:0, 3-16 9:0
0 9 * * 1#1 | 3-2 9:0, 4-6 9:0, 5-4 9:0
0 9 * * 5L | 3-6 9:0, 3-13 9:0, 3-20 9:0
0 9 * * 5L | 3-27 9:0, 4-24 9:0, 5-29 9:0
0 9 15W * * | 3-15 9:0, 4-15 9:0, 5-15 9:0
0 9 15W * * | refused
5/20 * * * * | 2-28 12:5, 2-28 13:5, 2-28 14:5
5/20 * * * * | 2-28 12:5, 2-28 12:25, 2-28 12:45
0 9 L * * | refused
0 9 L * * | 3-31 9:0, 4-30 9:0, 5-31 9:0
EOF
echo "as described: cron-schedule@6.0.0 and cron-parser@5.10.6"
