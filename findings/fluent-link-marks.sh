#!/bin/sh
# @fluent/bundle 0.19.1 puts unseen characters around an address in a message, and counts "1" as many.
#
# Expected: "Open { $url } now" with an address is that address in that text, as with ICU messages; the text
#   "1" is one, or is refused.
# Actual (3 December 2026): U+2068 and U+2069 stand around every value, to keep texts of both directions
#   apart. They are copied along with an address or a command. useIsolating: false leaves them out.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @fluent/bundle@0.19.1
cat > run.mjs <<'EOF'
import { FluentBundle, FluentResource } from '@fluent/bundle';
const resource = new FluentResource('open = Open { $url } now\ndays = { $n ->\n    [one] one day\n   *[other] { $n } days\n}\n');
for (const useIsolating of [true, false]) {
  const bundle = new FluentBundle('en', { useIsolating });
  bundle.addResource(resource);
  const said = (id, values) => JSON.stringify(bundle.formatPattern(bundle.getMessage(id).value, values)).replace(/[\u2068\u2069]/g, (mark) => `\\u${mark.charCodeAt(0).toString(16)}`);
  console.log(said('open', { url: 'https://example.com/1' }), said('days', { n: 1 }), said('days', { n: '1' }));
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
"Open \u2068https://example.com/1\u2069 now" "one day" "\u20681\u2069 days"
"Open https://example.com/1 now" "one day" "1 days"
EOF
echo "as described: @fluent/bundle@0.19.1"
