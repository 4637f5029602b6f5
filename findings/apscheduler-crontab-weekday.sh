#!/bin/sh
# APScheduler 3.11.3 (Python) runs a Monday's crontab line on Tuesdays.
#
# Expected: CronTrigger.from_crontab reads a crontab expression, in which 1 is Monday, 0 and 7 are Sunday, and
#   1-5 are the working days, as croniter 7.0.0 reads it.
# Actual (3 December 2026): the numbers count from Monday as 0, so everything is a day late: 1-5 runs on Saturday
#   and not on Monday. 7 is refused. Write the days' names, which mean the same everywhere.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check APScheduler==3.11.3 croniter==7.0.0
cat > run.py <<'EOF'
from datetime import datetime, timedelta, timezone

from apscheduler.triggers.cron import CronTrigger
from croniter import croniter

sunday = datetime(2026, 3, 1, tzinfo=timezone.utc)


def days(expression):
    trigger = CronTrigger.from_crontab(expression, timezone="UTC")
    week = [sunday + timedelta(days=day) for day in range(7)]
    return " ".join(f"{day:%a}" for day in week if trigger.get_next_fire_time(None, day).date() == day.date())


def croniter_days(expression):
    week = [sunday + timedelta(days=day) for day in range(7)]
    return " ".join(f"{day:%a}" for day in week if croniter.match(expression, day.replace(hour=9)))


for expression in ["0 9 * * 1", "0 9 * * 0", "0 9 * * 1-5", "0 9 * * mon-fri"]:
    print(f"{expression}: {days(expression)} | {croniter_days(expression)}")
try:
    CronTrigger.from_crontab("0 9 * * 7", timezone="UTC")
except ValueError:
    print("7 is refused")
EOF
python/bin/python run.py > seen.txt
diff - seen.txt <<'EOF'
0 9 * * 1: Tue | Mon
0 9 * * 0: Mon | Sun
0 9 * * 1-5: Tue Wed Thu Fri Sat | Mon Tue Wed Thu Fri
0 9 * * mon-fri: Mon Tue Wed Thu Fri | Mon Tue Wed Thu Fri
7 is refused
EOF
echo "as described: APScheduler==3.11.3 and croniter==7.0.0"
