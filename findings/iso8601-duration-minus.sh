#!/bin/sh
# iso8601-duration 2.1.4 reads a different duration from the one luxon 3.7.2 wrote.
#
# Expected: "a month less a day", written by luxon, is read back unchanged or refused: an ISO 8601
#   reader doesn't skip what it can't read.
# Actual: P1M-1D is read as a whole month, and -P1D as a day forward. Only P-1D is refused.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts iso8601-duration@2.1.4 luxon@3.7.2
cat > run.mjs <<'EOF'
import { parse } from 'iso8601-duration';
import { Duration } from 'luxon';
const read = (text) => {
  try {
    return JSON.stringify(parse(text));
  } catch (error) {
    return error.message;
  }
};
for (const text of [Duration.fromObject({ months: 1, days: -1 }).toISO(), Duration.fromObject({ days: -1 }).toISO(), '-P1D']) console.log(text, read(text));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
P1M-1D {"years":0,"months":1,"weeks":0,"days":0,"hours":0,"minutes":0,"seconds":0}
P-1D invalid duration: P-1D
-P1D {"years":0,"months":0,"weeks":0,"days":1,"hours":0,"minutes":0,"seconds":0}
EOF
echo "as described: iso8601-duration@2.1.4 luxon@3.7.2"
