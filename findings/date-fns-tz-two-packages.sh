#!/bin/sh
# @date-fns/tz 1.5.0 and date-fns-tz 3.2.0 read the same text as two instants.
#
# Expected: given a time without an offset and a zone, both read the time in that zone; the newer
#   package replaces the older one.
# Actual: TZDate reads the text in the process's zone, and only shows it in the other: one or two
#   hours late for Berlin on a server in UTC. Given numbers instead of text, it reads them in the
#   zone.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts date-fns-tz@3.2.0 date-fns@4.1.0 @date-fns/tz@1.5.0
cat > run.mjs <<'EOF'
import { TZDate } from '@date-fns/tz';
import { fromZonedTime } from 'date-fns-tz';
console.log(fromZonedTime('2026-03-01T00:00:00', 'Europe/Berlin').toISOString());
console.log(new Date(+new TZDate('2026-03-01T00:00:00', 'Europe/Berlin')).toISOString());
console.log(new Date(+new TZDate(2026, 2, 1, 'Europe/Berlin')).toISOString());
EOF
TZ=UTC node run.mjs > seen.txt
diff - seen.txt <<'EOF'
2026-02-28T23:00:00.000Z
2026-03-01T00:00:00.000Z
2026-02-28T23:00:00.000Z
EOF
echo "as described: date-fns-tz@3.2.0 date-fns@4.1.0 @date-fns/tz@1.5.0"
