#!/bin/sh
# jsx-slack 6.1.2 shows a date of 2026 as one of 1970.
#
# Expected: the datetime of <time> may be what HTML has there, 2026-03-01T12:00:00Z: it takes a text,
#   a number or a Date.
# Actual: of a text only the number at its beginning is read, as seconds: 2026 of them. Whatever is
#   written so is 1 January 1970, about half past midnight. A Date, or seconds, is shown as it is.
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
