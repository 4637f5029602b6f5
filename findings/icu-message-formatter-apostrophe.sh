#!/bin/sh
# @ultraq/icu-message-formatter 0.15.2 doesn't handle apostrophes.
#
# Expected: in an ICU message, '' is one apostrophe, and '{name}' prints braces.
# Actual: both apostrophes are printed, and the braces are still a placeholder. Spaces inside braces
#   make an unknown argument: { name } prints nothing.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @ultraq/icu-message-formatter@0.15.2
cat > run.mjs <<'EOF'
import { MessageFormatter } from '@ultraq/icu-message-formatter';
const formatter = new MessageFormatter('en', {});
for (const message of ["I''m {name}", "Write '{name}'", 'I am { name }.']) console.log(message, '|', formatter.format(message, { name: 'Eve' }));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
I''m {name} | I''m Eve
Write '{name}' | Write 'Eve'
I am { name }. | I am .
EOF
echo "as described: @ultraq/icu-message-formatter@0.15.2"
