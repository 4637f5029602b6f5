#!/bin/sh
# html-to-formatted-text 2.7.0 leaves &amp; in the text.
#
# Expected: text made from HTML has characters in place of HTML's references: Q&A.
# Actual: all but &nbsp; stay as they are, so a plain-text email says Q&amp;A. A link's address is
#   dropped.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts html-to-formatted-text@2.7.0
cat > run.mjs <<'EOF'
import toText from 'html-to-formatted-text';
for (const html of ['<p>Q&amp;A</p>', '<p>J&ouml;rg &#39;s</p>', '<p>1&nbsp;day</p>', '<a href="https://example.com">here</a>'])
  console.log(JSON.stringify(toText(html)));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
"Q&amp;A"
"J&ouml;rg &#39;s"
"1 day"
"here"
EOF
echo "as described: html-to-formatted-text@2.7.0"
