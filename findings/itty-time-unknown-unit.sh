#!/bin/sh
# itty-time 2.0.2 reads "1 hr" as a millisecond.
#
# Expected: an unknown unit gives NaN, as "an hour" and "1h" do.
# Actual: a number before any unknown word counts as milliseconds: "1 hr" is over in one, and "30
#   min" in thirty.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts itty-time@2.0.2
cat > run.mjs <<'EOF'
import { ms } from 'itty-time';
for (const text of ['1 hour', '1 hr', '30 minutes', '30 min', '1h', 'an hour']) console.log(text, '|', ms(text));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
1 hour | 3600000
1 hr | 1
30 minutes | 1800000
30 min | 30
1h | NaN
an hour | NaN
EOF
echo "as described: itty-time@2.0.2"
