#!/bin/sh
# cronstrue 3.39.0 says "Every 45 minutes" for a job with runs 15 minutes apart.
#
# Expected: */45 starts again each hour, and a description for people says so: "at 0 and 45 minutes
#   past the hour".
# Actual: "Every 45 minutes", and "every 7 hours" for a job that runs at 21:00 and again at
#   midnight, as cron-parser 5.10.6 shows. Show the next runs beside it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts cronstrue@3.39.0 cron-parser@5.10.6
cat > run.mjs <<'EOF'
import { CronExpressionParser } from 'cron-parser';
import cronstrue from 'cronstrue';
for (const line of ['*/30 * * * *', '*/45 * * * *', '0 */7 * * *']) {
  const runs = CronExpressionParser.parse(line, { currentDate: '2026-03-02T13:50:00Z', tz: 'UTC' }).take(4);
  console.log(cronstrue.toString(line), '|', runs.map((run) => run.toISOString().slice(11, 16)).join(' '));
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
Every 30 minutes | 14:00 14:30 15:00 15:30
Every 45 minutes | 14:00 14:45 15:00 15:45
On the hour, every 7 hours | 14:00 21:00 00:00 07:00
EOF
echo "as described: cronstrue@3.39.0 and cron-parser@5.10.6"
