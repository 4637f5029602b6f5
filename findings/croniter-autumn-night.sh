#!/bin/sh
# croniter 7.0.0 runs a nightly job twice when clocks go back; cron-parser 5.10.6 runs it once.
#
# Expected: "at half past two" is once a day, even on 25 October 2026, when Berlin has the hour from
#   two to three twice. Only hourly jobs run in both.
# Actual: croniter gives both, an hour apart. A rota or report generated in Python comes twice, and
#   one in Node once.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts cron-parser@5.10.6
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check croniter==7.0.0 tzdata==2026.6
cat > run.py <<'EOF'
from datetime import datetime
from zoneinfo import ZoneInfo

from croniter import croniter

runs = croniter("30 2 * * *", datetime(2026, 10, 24, 12, tzinfo=ZoneInfo("Europe/Berlin")))
print("croniter", *(runs.get_next(datetime).isoformat(timespec="minutes") for _ in range(3)))
EOF
cat > run.mjs <<'EOF'
import { CronExpressionParser } from 'cron-parser';
const runs = CronExpressionParser.parse('30 2 * * *', { currentDate: '2026-10-24T10:00:00Z', tz: 'Europe/Berlin' });
console.log('cron-parser', ...runs.take(3).map((run) => run.toISOString()));
EOF
python/bin/python run.py > seen.txt
node run.mjs >> seen.txt
diff - seen.txt <<'EOF'
croniter 2026-10-25T02:30+02:00 2026-10-25T02:30+01:00 2026-10-26T02:30+01:00
cron-parser 2026-10-25T00:30:00.000Z 2026-10-26T01:30:00.000Z 2026-10-27T01:30:00.000Z
EOF
echo "as described: croniter==7.0.0 and cron-parser@5.10.6"
