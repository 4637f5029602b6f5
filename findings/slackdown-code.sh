#!/bin/sh
# @bpinternal/slackdown 0.1.0 rewrites code, and names with underscores.
#
# Expected: text in backticks is the same in Slack's mrkdwn and in Markdown, and deploy_prod_now
#   isn't emphasis in either.
# Actual: asterisks in code are doubled, so people copy a different command from the page; the two
#   underscores become asterisks.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @bpinternal/slackdown@0.1.0
cat > run.mjs <<'EOF'
import { slackToMarkdown } from '@bpinternal/slackdown';
for (const text of ['`grep *error* app.log`', 'deploy_prod_now', '*bold* and _italic_']) console.log(text, '|', slackToMarkdown(text));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
`grep *error* app.log` | `grep **error** app.log`
deploy_prod_now | deploy*prod*now
*bold* and _italic_ | **bold** and *italic*
EOF
echo "as described: @bpinternal/slackdown@0.1.0"
