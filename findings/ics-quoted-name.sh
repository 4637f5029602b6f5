#!/bin/sh
# ics 3.12.0 writes a name with quotes that ical.js 2.2.1 reads only half of.
#
# Expected: in an organizer called Eve "Evie" Adams, the quotes are replaced, or written as RFC 6868
#   says (^'): a parameter can't contain them.
# Actual: they are written as \", which isn't an escape in a parameter; the reader ends the name at
#   the first one.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts ics@3.12.0 ical.js@2.2.1
cat > run.mjs <<'EOF'
import ICAL from 'ical.js';
import { createEvent } from 'ics';
const { value } = createEvent({ title: 'Review', start: [2026, 3, 1], organizer: { name: 'Eve "Evie" Adams', email: 'eve@example.com' } });
console.log(value.split('\r\n').find((line) => line.startsWith('ORGANIZER')));
const event = new ICAL.Component(ICAL.parse(value)).getFirstSubcomponent('vevent');
console.log(event.getFirstProperty('organizer').getParameter('cn'));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
ORGANIZER;CN="Eve \"Evie\" Adams":MAILTO:eve@example.com
Eve \
EOF
echo "as described: ics@3.12.0 ical.js@2.2.1"
