#!/bin/sh
# @messageformat/core 3.4.1 returns the value itself for a message that is a single placeholder.
#
# Expected: a compiled message returns text: "{count}" is '1000', a string, as with "Hi {name}".
# Actual: it is the number 1000, or the Date, or undefined; with one more character around it, it is
#   text. Code that trims or cuts the result fails for that message only.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @messageformat/core@3.4.1
cat > run.mjs <<'EOF'
import MessageFormat from '@messageformat/core';
const messages = new MessageFormat('en');
for (const message of ['{value}', '{value}.']) {
  const said = messages.compile(message);
  for (const value of [1000, new Date(0), undefined]) console.log(message, '|', typeof said({ value }));
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
{value} | number
{value} | object
{value} | undefined
{value}. | string
{value}. | string
{value}. | string
EOF
echo "as described: @messageformat/core@3.4.1"
