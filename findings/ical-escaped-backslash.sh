#!/bin/sh
# node-ical 0.26.1 and ics 0.7.3 (Python) read a backslash before an n as a line break.
#
# Expected: C:\\new in a file is C:\new in the event: \\ is one backslash, and what follows is a
#   letter (RFC 5545, 3.3.11).
# Actual (2 December 2026): \n is replaced first, even if its backslash is the second of a pair. A
#   path on a Windows server breaks into two lines. ical.js 2.2.1 reads it correctly.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts node-ical@0.26.1 ical.js@2.2.1
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check ics==0.7.3
cat > event.ics <<'EOF'
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//EN
BEGIN:VEVENT
UID:1
DTSTAMP:20260301T120000Z
DTSTART:20260301T120000Z
SUMMARY:C:\\new and\na second line
END:VEVENT
END:VCALENDAR
EOF
cat > run.mjs <<'EOF'
import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';
import ical from 'node-ical';
const text = readFileSync('event.ics', 'utf8').replaceAll('\n', '\r\n');
console.log('ical.js', JSON.stringify(new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent').getFirstPropertyValue('summary')));
console.log('node-ical', JSON.stringify(ical.sync.parseICS(text)['1'].summary));
EOF
cat > run.py <<'EOF'
import json
from pathlib import Path

import ics

(event,) = ics.Calendar(Path("event.ics").read_text()).events
print("ics", json.dumps(event.name))
EOF
node run.mjs > seen.txt
python/bin/python run.py >> seen.txt
diff - seen.txt <<'EOF'
ical.js "C:\\new and\na second line"
node-ical "C:\\\new and\na second line"
ics "C:\\\new and\na second line"
EOF
echo "as described: node-ical@0.26.1, ical.js@2.2.1, ics==0.7.3"
