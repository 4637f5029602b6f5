#!/bin/sh
# slackify-html 1.0.1 glues paragraphs and list items together.
#
# Expected: what HTML sets in lines of its own is in lines of its own in Slack, or has a space
#   between.
# Actual: the last word of one and the first of the next become one word, at a <br> as well.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts slackify-html@1.0.1
cat > run.mjs <<'EOF'
import slackify from 'slackify-html';
for (const html of ['<p>Hello Eve.</p><p>Welcome.</p>', '<ul><li>Eve</li><li>Bob</li></ul>', 'one<br>two']) console.log(html, '|', slackify(html));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
<p>Hello Eve.</p><p>Welcome.</p> | Hello Eve.Welcome.
<ul><li>Eve</li><li>Bob</li></ul> | EveBob
one<br>two | onetwo
EOF
echo "as described: slackify-html@1.0.1"
