#!/bin/sh
# cronosjs 1.7.1 runs a daily schedule only on Sundays.
#
# Expected: 0-7 is every day, from Sunday to Sunday: it knows both days, and 1-7 is every day.
# Actual (2 December 2026): 7 becomes 0, and from 0 to 0 is one day. A daily job runs once a week.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts cronosjs@1.7.1
cat > run.mjs <<'EOF'
import { CronosExpression } from 'cronosjs';
for (const cron of ['0 9 * * 0-6', '0 9 * * 1-7', '0 9 * * 0-7']) {
  const runs = CronosExpression.parse(cron, { timezone: 'UTC' }).nextNDates(new Date('2026-03-01T12:00:00Z'), 3);
  console.log(cron, ...runs.map((run) => run.toISOString().slice(0, 10)));
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
0 9 * * 0-6 2026-03-02 2026-03-03 2026-03-04
0 9 * * 1-7 2026-03-02 2026-03-03 2026-03-04
0 9 * * 0-7 2026-03-08 2026-03-15 2026-03-22
EOF
echo "as described: cronosjs@1.7.1"
