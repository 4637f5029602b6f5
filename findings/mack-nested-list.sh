#!/bin/sh
# @instantish/mack 1.2.0 drops a list inside a list.
#
# Expected: a nested item is indented, or gets a line of its own: the package says it supports
#   lists.
# Actual: the item and its text are gone, without an error.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @instantish/mack@1.2.0
cat > run.mjs <<'EOF'
import mack from '@instantish/mack';
for (const text of ['- groups\n- members', '- groups\n  - members'])
  console.log(JSON.stringify((await mack.markdownToBlocks(text)).map((block) => block.text.text)));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
["• groups\n• members"]
["• groups"]
EOF
echo "as described: @instantish/mack@1.2.0"
