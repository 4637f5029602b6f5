#!/bin/sh
# spacetime 7.15.0 leaves the time unchanged on a day without a midnight.
#
# Expected: startOf('day') on 6 September 2026 in Santiago, where clocks go forward at midnight, is
#   01:00.
# Actual: noon stays noon, while the days before and after start at midnight.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts spacetime@7.15.0
cat > run.mjs <<'EOF'
import spacetime from 'spacetime';
for (const day of ['05', '06', '07']) console.log(spacetime(`2026-09-${day}T12:00:00`, 'America/Santiago').startOf('day').format('iso'));
EOF
TZ=UTC node run.mjs > seen.txt
diff - seen.txt <<'EOF'
2026-09-05T00:00:00.000-04:00
2026-09-06T12:00:00.000-03:00
2026-09-07T00:00:00.000-03:00
EOF
echo "as described: spacetime@7.15.0"
