#!/bin/sh
# @twuni/emojify 1.0.2 doesn't replace :+1:, though it has the character for it.
#
# Expected: Slack's name for the most common reaction is replaced like the others: it is in the
#   package's table.
# Actual: the package doesn't accept + in a name, so the entry +1 is never reached; :-1: is
#   replaced.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @twuni/emojify@1.0.2
cat > run.mjs <<'EOF'
import { emojify } from '@twuni/emojify';
import table from '@twuni/emojify/mappings/index.js';
console.log(emojify(':+1:'), emojify(':-1:'));
console.log('+1' in table.default);
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
:+1: 👎
true
EOF
echo "as described: @twuni/emojify@1.0.2"
