#!/bin/sh
# html-to-slack 0.3.7 drops the content of a div.
#
# Expected: a div is a plain paragraph: most mail programs and editors write lines that way.
# Actual: the blocks are empty, while <p> and bare text are kept. Of a link, only the text before
#   the first tag is left.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts html-to-slack@0.3.7
cat > run.mjs <<'EOF'
import { createRequire } from 'node:module';
const { default: htmlToSlack } = createRequire(import.meta.url)('html-to-slack');
for (const html of ['<p>One</p>', '<div>One</div><div>Two</div>', '<a href="https://example.com">the <b>page</b></a>']) console.log(html, '|', JSON.stringify(htmlToSlack(html)));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
<p>One</p> | [{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"One\n"}]}]}]
<div>One</div><div>Two</div> | []
<a href="https://example.com">the <b>page</b></a> | [{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"link","url":"https://example.com","text":"the "}]}]}]
EOF
echo "as described: html-to-slack@0.3.7"
