#!/bin/sh
# @fluent/bundle 0.19.1 wraps URLs in a message in invisible characters, and treats the text "1" as plural.
#
# Expected: "Open { $url } now" contains the URL and nothing else, as with ICU messages; the text "1" counts as
#   one, or is refused.
# Actual (3 December 2026): every value is wrapped in U+2068 and U+2069, bidi isolates that are copied along
#   with a URL or a command. useIsolating: false turns them off.
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
