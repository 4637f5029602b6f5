#!/bin/sh
# duration-fns 3.0.2 measures 31 December to 1 March as a year less nine months less thirty days.
#
# Expected: between gives what people would say, two months and a day, or the days: every part has
#   the same sign.
# Actual: each field is subtracted separately, so some parts are positive and some negative. The sum
#   is right, but the parts are wrong to show or to read one by one.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts duration-fns@3.0.2
cat > run.mjs <<'EOF'
import { between, toString } from 'duration-fns';
for (const [from, to] of [['2026-01-01', '2026-03-15'], ['2026-01-31', '2026-03-01'], ['2025-12-31', '2026-03-01']]) console.log(from, to, toString(between(from, to)));
EOF
TZ=UTC node run.mjs > seen.txt
diff - seen.txt <<'EOF'
2026-01-01 2026-03-15 P2M14D
2026-01-31 2026-03-01 P2M-30D
2025-12-31 2026-03-01 P1Y-9M-30D
EOF
echo "as described: duration-fns@3.0.2"
