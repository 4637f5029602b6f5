#!/bin/sh
# date-fns-tz 3.2.0 puts a midnight that doesn't exist into the day before.
#
# Expected: if clocks go forward at midnight, as in Santiago on 6 September 2026, the day begins at
#   01:00, an instant after 23:59:59.
# Actual: fromZonedTime gives 23:00 on the 5th: access that ends with the 5th ends an hour early. In
#   Berlin, the skipped hour is moved the same way.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts date-fns-tz@3.2.0 date-fns@3.6.0
cat > run.mjs <<'EOF'
import { formatInTimeZone, fromZonedTime } from 'date-fns-tz';
for (const [text, zone] of [['2026-09-06T00:00:00', 'America/Santiago'], ['2026-03-29T02:30:00', 'Europe/Berlin']]) {
  const instant = fromZonedTime(text, zone);
  console.log(text, instant.toISOString(), formatInTimeZone(instant, zone, "yyyy-MM-dd'T'HH:mm:ssXXX"));
}
EOF
TZ=UTC node run.mjs > seen.txt
diff - seen.txt <<'EOF'
2026-09-06T00:00:00 2026-09-06T03:00:00.000Z 2026-09-05T23:00:00-04:00
2026-03-29T02:30:00 2026-03-29T00:30:00.000Z 2026-03-29T01:30:00+01:00
EOF
echo "as described: date-fns-tz@3.2.0 date-fns@3.6.0"
