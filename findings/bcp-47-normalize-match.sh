#!/bin/sh
# bcp-47-match 2.0.3 doesn't find the language that bcp-47-normalize 2.3.0 writes.
#
# Guess: the two come from one author: normalize what the browser asks for, look it up among what
#   is offered, and zh-Hant-TW finds zh-Hant (RFC 4647, 3.4).
# Seen: zh-Hant and zh-Hant-TW are both normalized to zh-TW, which doesn't begin with zh-Hant any
#   more; en-US becomes en, for which an offered en-US is not found. Normalize both sides.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts bcp-47-normalize@2.3.0 bcp-47-match@2.0.3
cat > run.mjs <<'EOF'
import { lookup } from 'bcp-47-match';
import { bcp47Normalize } from 'bcp-47-normalize';
const offered = ['de', 'en-US', 'zh-Hant'];
for (const wanted of ['de-AT', 'en-US', 'zh-Hant-TW']) console.log(wanted, lookup(offered, wanted), bcp47Normalize(wanted), lookup(offered, bcp47Normalize(wanted)));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
de-AT de de-AT de
en-US en-US en undefined
zh-Hant-TW zh-Hant zh-TW undefined
EOF
echo "as described: bcp-47-normalize@2.3.0 bcp-47-match@2.0.3"
