#!/bin/sh
# slack-message-parser 3.0.2 finds an emoji in a time of day.
#
# Expected: 10:30:00 is text, as in Slack: there is no emoji called 30.
# Actual: the minutes are an emoji, and a page that renders it shows 10, a broken image, and 00.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts slack-message-parser@3.0.2
cat > run.mjs <<'EOF'
import { NodeType, parse } from 'slack-message-parser';
for (const text of ['at 10:30:00', 'at 10:30']) console.log(text, '|', parse(text).children.map(({ source, type }) => `${NodeType[type]} ${source}`).join());
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
at 10:30:00 | Text at 10,Emoji :30:,Text 00
at 10:30 | Text at 10:30
EOF
echo "as described: slack-message-parser@3.0.2"
