#!/bin/sh
# rrule 2.8.1 starts an all-day rule today.
#
# Expected: DTSTART;VALUE=DATE:20260301 starts on 1 March 2026: this is how RFC 5545 (3.3.4) writes
#   a day without a time.
# Actual: the line is ignored, and the rule starts at the moment it is parsed. With a time, it
#   starts in March.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts rrule@2.8.1
cat > run.mjs <<'EOF'
import rrule from 'rrule';
const { rrulestr } = rrule;
for (const start of ['DTSTART:20260301T000000Z', 'DTSTART;VALUE=DATE:20260301']) {
  const [first] = rrulestr(`${start}\nRRULE:FREQ=DAILY;COUNT=2`).all();
  const begun = Math.abs(first - Date.now()) < 60_000 ? 'now' : first.toISOString();
  console.log(start, begun);
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
DTSTART:20260301T000000Z 2026-03-01T00:00:00.000Z
DTSTART;VALUE=DATE:20260301 now
EOF
echo "as described: rrule@2.8.1"
