#!/bin/sh
# @messageformat/core 3.4.1 and intl-messageformat 12.1.5 print the same message a hundredfold apart.
#
# Expected: both read ICU messages, so a translation means the same in either: {part, number,
#   ::percent} is 25% for 0.25.
# Actual: the first prints 0.25%, like ICU, where percent is a unit and scales nothing; the second
#   prints 25%. With scale/100, which is right in ICU, the second prints 2,500%. The older {part,
#   number, percent} is 25% in both.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @messageformat/core@3.4.1 intl-messageformat@12.1.5
cat > run.mjs <<'EOF'
import MessageFormat from '@messageformat/core';
import { IntlMessageFormat } from 'intl-messageformat';
for (const style of ['percent', '::percent', '::percent scale/100']) {
  const message = `{part, number, ${style}}`;
  const first = new MessageFormat('en').compile(message)({ part: 0.25 });
  console.log(style, '|', first, '|', new IntlMessageFormat(message, 'en').format({ part: 0.25 }));
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
percent | 25% | 25%
::percent | 0.25% | 25%
::percent scale/100 | 25% | 2,500%
EOF
echo "as described: @messageformat/core@3.4.1 and intl-messageformat@12.1.5"
