#!/bin/sh
# ts-ics 2.4.6 keeps only the last of several attachments, comments or lines of categories.
#
# Expected: properties that may occur more than once in an event (RFC 5545, 3.6.1), such as ATTACH,
#   COMMENT and CATEGORIES, are lists, as the attendees are; an escaped comma doesn't split a
#   category.
# Actual (2 December 2026): attachments and comments have a single value, the last line's;
#   categories are the last line's too. "Ops\, Berlin" is two.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts ts-ics@2.4.6
cat > run.mjs <<'EOF'
import { convertIcsCalendar } from 'ts-ics';
const read = (...lines) => {
  const head = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//example//EN', 'BEGIN:VEVENT', 'UID:1', 'DTSTAMP:20260301T120000Z', 'DTSTART:20260301T120000Z'];
  const [event] = convertIcsCalendar(undefined, [...head, ...lines, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n')).events;
  return event;
};
console.log(read('ATTENDEE:mailto:eve@example.com', 'ATTENDEE:mailto:ben@example.com').attendees.map(({ email }) => email));
console.log(read('ATTACH:https://example.com/a.csv', 'ATTACH:https://example.com/b.csv').attach);
console.log(read('COMMENT:one', 'COMMENT:two').comment);
console.log(read('CATEGORIES:Review', 'CATEGORIES:Ops\\, Berlin').categories);
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
[ 'eve@example.com', 'ben@example.com' ]
https://example.com/b.csv
two
[ 'Ops\\', ' Berlin' ]
EOF
echo "as described: ts-ics@2.4.6"
