#!/bin/sh
# slackify-html 1.0.1 joins paragraphs and list items without a space.
#
# Expected: what HTML puts on separate lines is on separate lines in Slack, or at least separated by
#   a space.
# Actual: the last word of one and the first of the next become a single word, even at a <br>.
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
