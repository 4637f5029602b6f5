#!/bin/sh
# bcp-47-match 2.0.3 doesn't find the language that bcp-47-normalize 2.3.0 writes.
#
# Expected: both have the same author: normalize what the browser asks for, look it up among the
#   languages on offer, and zh-Hant-TW finds zh-Hant (RFC 4647, 3.4).
# Actual: zh-Hant and zh-Hant-TW both become zh-TW, which no longer starts with zh-Hant; en-US
#   becomes en, which doesn't find an offered en-US. Normalize both sides.
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
