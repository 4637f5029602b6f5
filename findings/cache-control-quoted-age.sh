#!/bin/sh
# cache-parser 1.2.6 and cache-control-parser 2.2.0 ignore an age in quotes.
#
# Expected: max-age="60" is sixty seconds: recipients ought to accept either form of a directive's argument (RFC
#   9111, 5.2), and the two accept quotes elsewhere, as in private="set-cookie".
# Actual (3 December 2026): the directive is dropped, as if the header didn't have it, so a response that may be
#   kept for a minute has no lifetime. parse-cache-control 1.0.1 and @tusbar/cache-control 3.0.1 read it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  cache-parser@1.2.6 cache-control-parser@2.2.0 @tusbar/cache-control@3.0.1 parse-cache-control@1.0.1
cat > run.mjs <<'EOF'
import * as tusbar from '@tusbar/cache-control';
import second from 'cache-control-parser';
import first from 'cache-parser';
import parse from 'parse-cache-control';
for (const header of ['max-age=60', 'max-age="60"', 'private="set-cookie", max-age=60']) {
  const read = [first.parse(header), second.parse(header), { ...tusbar.parse(header) }, parse(header)];
  console.log(header, JSON.stringify(read.map((directives) => directives.maxAge ?? directives['max-age'] ?? 'none')));
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
max-age=60 [60,60,60,60]
max-age="60" ["none","none",60,60]
private="set-cookie", max-age=60 [60,60,60,60]
EOF
echo "as described: cache-parser@1.2.6, cache-control-parser@2.2.0, @tusbar/cache-control@3.0.1 and parse-cache-control@1.0.1"
