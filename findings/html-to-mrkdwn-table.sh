#!/bin/sh
# html-to-mrkdwn 3.0.0 drops a table with everything in it.
#
# Expected: mrkdwn has no tables, so the cells come out as lines of text.
# Actual: nothing is left: an email's "who, what, until when" is an empty message.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts html-to-mrkdwn@3.0.0
cat > run.mjs <<'EOF'
import convert from 'html-to-mrkdwn';
for (const html of ['<p>Eve</p><p>1 March</p>', '<table><tr><td>Eve</td><td>1 March</td></tr></table>'])
  console.log(JSON.stringify((convert.default ?? convert)(html).text));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
"Eve\n\n1 March"
""
EOF
echo "as described: html-to-mrkdwn@3.0.0"
