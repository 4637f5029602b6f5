#!/bin/sh
# ical-generator 10.2.0 puts backslashes into an event's address.
#
# Expected: URL holds the address as it is: it is a URI, not text, so nothing in it is escaped (RFC
#   5545, 3.3.13).
# Actual (2 December 2026): a comma or semicolon gets a backslash, as in a summary. ical.js 2.2.1
#   reads it literally, so the link to a list of ids (?ids=1,2) opens something else.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts ical-generator@10.2.0 ical.js@2.2.1
cat > run.mjs <<'EOF'
import ICAL from 'ical.js';
import ical from 'ical-generator';
const calendar = ical({ name: 'Reviews' });
calendar.createEvent({ start: new Date(0), summary: 'Review', url: 'https://example.com/?ids=1,2' });
const text = calendar.toString();
console.log(text.split('\r\n').find((line) => line.startsWith('URL')));
console.log(new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent').getFirstPropertyValue('url'));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
URL;VALUE=URI:https://example.com/?ids=1\,2
https://example.com/?ids=1\,2
EOF
echo "as described: ical-generator@10.2.0 and ical.js@2.2.1"
