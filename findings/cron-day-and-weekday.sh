#!/bin/sh
# crontab 1.0.5, cron-converter 2.0.2 (Python) and @breejs/later 4.2.0 wait for a 1st that is a Monday.
#
# Expected: 0 9 1,15 * 1 runs on the 1st, on the 15th and on Mondays: if both kinds of day are
#   given, cron accepts either (POSIX, crontab), and so do croniter and cron-parser.
# Actual (2 December 2026): these three want both at once. A report that came six times a month
#   comes three times a year.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @breejs/later@4.2.0 cron-parser@5.10.6
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check crontab==1.0.5 cron-converter==2.0.2
cat > run.mjs <<'EOF'
import later from '@breejs/later';
import { CronExpressionParser } from 'cron-parser';
const from = new Date('2026-03-01T12:00:00Z');
const cron = '0 9 1,15 * 1';
const day = (date) => date.toISOString().slice(0, 10);
console.log('cron-parser', ...CronExpressionParser.parse(cron, { currentDate: from, tz: 'UTC' }).take(3).map((next) => day(next.toDate())));
console.log('later', ...later.schedule(later.parse.cron(cron)).next(3, from).map(day));
EOF
cat > run.py <<'EOF'
from datetime import datetime, timedelta, timezone

from cron_converter import Cron
from crontab import CronTab

start = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)
schedule = Cron("0 9 1,15 * 1").schedule(start)
print("cron-converter", *(schedule.next().date().isoformat() for _ in range(3)))
at, days = start, []
while len(days) < 3:
    at += timedelta(seconds=CronTab("0 9 1,15 * 1").next(at, default_utc=True))
    days.append(at.date().isoformat())
print("crontab", *days)
EOF
node run.mjs > seen.txt
python/bin/python run.py >> seen.txt
diff - seen.txt <<'EOF'
cron-parser 2026-03-02 2026-03-09 2026-03-15
later 2026-06-01 2026-06-15 2027-02-01
cron-converter 2026-06-01 2026-06-15 2027-02-01
crontab 2026-06-01 2026-06-15 2027-02-01
EOF
echo "as described: @breejs/later@4.2.0, cron-parser@5.10.6, crontab==1.0.5, cron-converter==2.0.2"
