#!/bin/sh
# @bpinternal/slackdown 0.1.0 rewrites code, and names with underscores.
#
# Expected: what stands in backticks is the same in Slack's mrkdwn and in Markdown; deploy_prod_now
#   is no emphasis in either.
# Actual: stars in code are doubled, so another command is copied from the page; the two underscores
#   become stars.
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
