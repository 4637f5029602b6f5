#!/bin/sh
# enhanced-ms 5.0.0 reads half an hour as five hours.
#
# Expected: .5h is half an hour, as 0.5h is and as ms 2.1.3 reads it, or null, which is what it
#   returns for text it can't read.
# Actual (2 December 2026): the point is skipped, so .5h is 5 hours and .25d is 25 days.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts enhanced-ms@5.0.0 ms@2.1.3
cat > run.mjs <<'EOF'
import { ms as enhanced } from 'enhanced-ms';
import ms from 'ms';
for (const text of ['0.5h', '.5h', '.25d']) console.log(text, enhanced(text), ms(text));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
0.5h 1800000 1800000
.5h 18000000 1800000
.25d 2160000000 21600000
EOF
echo "as described: enhanced-ms@5.0.0 and ms@2.1.3"
