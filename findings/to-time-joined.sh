#!/bin/sh
# to-time 1.0.2 reads an hour and a half as a minute.
#
# Expected: 1h30m is 5400 seconds, as "1h 30m" is, or an error, as "1:30" is.
# Actual (2 December 2026): without a space, the first number is combined with the last unit: 1h30m
#   is one minute, and 1d12h is an hour. A timeout or a lock ends far too early.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts to-time@1.0.2
cat > run.mjs <<'EOF'
import toTime from 'to-time';
for (const text of ['1h 30m', '1h30m', '1d12h', '1:30']) {
  try {
    console.log(text, toTime(text).seconds());
  } catch (error) {
    console.log(text, error.message);
  }
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
1h 30m 5400
1h30m 60
1d12h 3600
1:30 Invalid format
EOF
echo "as described: to-time@1.0.2"
