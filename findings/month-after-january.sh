#!/bin/sh
# date-duration 2.0.0, @0dep/piso 5.1.2 and tell-me-when 1.2.1 skip February when they add a month to 31 January.
#
# Expected: a month after 31 January is the last day of February, as date-fns-duration 1.0.4 has it, and the
#   "next month" of a day in January is February.
# Actual (3 December 2026): it is 3 March, since the days that February lacks carry over. A series of months
#   from 31 January has two dates in March and none in February or April; "next month" is March.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  date-duration@2.0.0 @0dep/piso@5.1.2 tell-me-when@1.2.1 date-fns-duration@1.0.4 date-fns@2.0.1
cat > run.mjs <<'EOF'
import * as piso from '@0dep/piso';
import Duration from 'date-duration';
import fns from 'date-fns-duration';
import { tellMeWhen } from 'tell-me-when';
const day = (date) => date.toISOString().slice(0, 10);
const january = new Date('2026-01-31T12:00:00Z');
console.log('date-fns-duration', day((fns.default ?? fns)(january, 'P1M')));
console.log('date-duration', day(Duration('P1M').addTo(january)));
const after = (from) => day(piso.getExpireAt('R4/2026-01-31T12:00Z/P1M', new Date(from)));
console.log('piso', after('2026-02-01'), after('2026-03-10'), after('2026-04-10'));
console.log('tell-me-when', tellMeWhen('next month', { now: january }).map(day).join(' to '));
EOF
TZ=UTC node run.mjs > seen.txt
diff - seen.txt <<'EOF'
date-fns-duration 2026-02-28
date-duration 2026-03-03
piso 2026-03-03 2026-03-31 2026-05-01
tell-me-when 2026-03-01 to 2026-04-01
EOF
echo "as described: date-duration@2.0.0, @0dep/piso@5.1.2, tell-me-when@1.2.1 and date-fns-duration@1.0.4"
