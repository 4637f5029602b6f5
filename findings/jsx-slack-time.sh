#!/bin/sh
# jsx-slack 6.1.2 shows a date in 2026 as one in 1970.
#
# Expected: <time datetime> takes what HTML takes, such as 2026-03-01T12:00:00Z: it accepts a
#   string, a number or a Date.
# Actual: only the number at the start of a string is read, as seconds: 2026 of them. Every such
#   date is 1 January 1970, about half past midnight. A Date, or a number of seconds, is shown
#   correctly.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts jsx-slack@6.1.2
cat > run.mjs <<'EOF'
import { jsxslack } from 'jsx-slack';

const noon = '2026-03-01T12:00:00Z';
for (const when of [noon, new Date(noon), Date.parse(noon) / 1000]) {
  const [{ text }] = jsxslack`<Blocks><Section><time datetime=${when}>{date_num}</time></Section></Blocks>`;
  console.log(text.text);
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
<!date^2026^{date_num}|1970-01-01>
<!date^1772366400^{date_num}|2026-03-01>
<!date^1772366400^{date_num}|2026-03-01>
EOF
echo "as described: jsx-slack@6.1.2"
