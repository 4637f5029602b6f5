#!/bin/sh
# mailparser 3.14.2 dates an email now when it can't read the Date header.
#
# Expected: an alphabetic zone such as CET counts as -0000 (RFC 5322, 4.3); an unreadable date is
#   undefined, as a missing one is.
# Actual: both become the time of parsing, in date and in headers: an old email looks like the
#   newest, with a different time at each parse. Compare with headerLines.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts mailparser@3.14.2
cat > run.mjs <<'EOF'
import { simpleParser } from 'mailparser';
for (const line of ['Date: Mon, 2 Mar 2026 09:00:00 +0100\r\n', 'Date: Mon, 2 Mar 2026 09:00:00 CET\r\n', 'Date: Mo, 2 Mrz 2026 09:00:00 +0100\r\n', '']) {
  const { date } = await simpleParser(`From: eve@example.com\r\n${line}\r\nHi`);
  const read = date && Math.abs(date - Date.now()) < 60_000 ? 'now' : date?.toISOString();
  console.log(line.trim() || 'none', '|', read);
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
Date: Mon, 2 Mar 2026 09:00:00 +0100 | 2026-03-02T08:00:00.000Z
Date: Mon, 2 Mar 2026 09:00:00 CET | now
Date: Mo, 2 Mrz 2026 09:00:00 +0100 | now
none | undefined
EOF
echo "as described: mailparser@3.14.2"
