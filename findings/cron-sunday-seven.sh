#!/bin/sh
# @breejs/later 4.2.0 runs a job for day 7 on Saturdays, and pycron 3.3.0 never.
#
# Expected: 7 is Sunday, as 0 is, as in every crontab and in cron-parser 5.10.6; or it is refused.
# Actual (2 December 2026): in later, which bree's jobs use, day 7 is Saturday, and 6-7 is Saturday
#   alone. In pycron 6-7 is Saturday alone too, and day 7 never comes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @breejs/later@4.2.0 cron-parser@5.10.6
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check pycron==3.3.0
cat > run.mjs <<'EOF'
import later from '@breejs/later';
import { CronExpressionParser } from 'cron-parser';
const from = new Date('2026-03-01T12:00:00Z');
const day = (date) => date.toUTCString().slice(0, 3);
for (const cron of ['0 9 * * 0', '0 9 * * 7', '0 9 * * 6-7']) {
  console.log(cron, 'cron-parser', ...CronExpressionParser.parse(cron, { currentDate: from, tz: 'UTC' }).take(2).map((next) => day(next.toDate())));
  console.log(cron, 'later', ...later.schedule(later.parse.cron(cron)).next(2, from).map(day));
}
EOF
cat > run.py <<'EOF'
from datetime import datetime, timedelta, timezone

import pycron

week = [datetime(2026, 3, 2, 9, tzinfo=timezone.utc) + timedelta(days=days) for days in range(7)]
for cron in ("0 9 * * 0", "0 9 * * 7", "0 9 * * 6-7"):
    print(cron, "pycron", *(day.strftime("%a") for day in week if pycron.is_now(cron, day)))
EOF
node run.mjs > seen.txt
python/bin/python run.py >> seen.txt
diff - seen.txt <<'EOF'
0 9 * * 0 cron-parser Sun Sun
0 9 * * 0 later Sun Sun
0 9 * * 7 cron-parser Sun Sun
0 9 * * 7 later Sat Sat
0 9 * * 6-7 cron-parser Sat Sun
0 9 * * 6-7 later Sat Sat
0 9 * * 0 pycron Sun
0 9 * * 7 pycron
0 9 * * 6-7 pycron Sat
EOF
echo "as described: @breejs/later@4.2.0, cron-parser@5.10.6, pycron==3.3.0"
