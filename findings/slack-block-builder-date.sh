#!/bin/sh
# slack-block-builder 2.8.0 shows the day before, east of Greenwich.
#
# Expected: initialDate(new Date(2026, 2, 1)) preselects 1 March 2026, the Date's day in the local
#   time zone.
# Actual: the picker gets the day in UTC: 28 February in Berlin, while New York and a server in UTC
#   see nothing wrong. Pass new Date('2026-03-01').
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts slack-block-builder@2.8.0
cat > run.mjs <<'EOF'
import builder from 'slack-block-builder';
const { Blocks, Elements, Message } = builder;
const shown = (date) =>
  Message().blocks(Blocks.Actions().elements(Elements.DatePicker().initialDate(date))).buildToObject().blocks[0].elements[0].initial_date;
console.log(process.env.TZ, shown(new Date(2026, 2, 1)), shown(new Date('2026-03-01')));
EOF
for zone in Europe/Berlin America/New_York; do TZ=$zone node run.mjs; done > seen.txt
diff - seen.txt <<'EOF'
Europe/Berlin 2026-02-28 2026-03-01
America/New_York 2026-03-01 2026-03-01
EOF
echo "as described: slack-block-builder@2.8.0"
