#!/bin/sh
# @messageformat/core 3.4.1 gives back the value itself for a message that is one placeholder.
#
# Expected: a compiled message gives text: "{count}" is '1000', a string, as with "Hi {name}".
# Actual: it is the number 1000, or the Date, or undefined; with one more character around it, it is
#   text. What trims or cuts the text fails for that message alone.
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
