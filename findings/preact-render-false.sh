#!/bin/sh
# preact-render-to-string 6.8.2 writes false for some attributes and omits others.
#
# Expected: translate={false} and contentEditable={false} turn off what an ancestor turned on, as
#   spellcheck={false} and draggable={false} do.
# Actual: the first two are omitted, so the ancestor's setting still applies; the others are
#   written. Use the strings translate="no" and contenteditable="false".
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts preact@11.2.0 preact-render-to-string@6.8.2
cat > run.mjs <<'EOF'
import { h } from 'preact';
import { render } from 'preact-render-to-string';
for (const attribute of ['spellcheck', 'draggable', 'contentEditable', 'translate'])
  console.log(render(h('p', { [attribute]: false })));
console.log(render(h('p', { translate: 'no' })));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
<p spellcheck="false"></p>
<p draggable="false"></p>
<p></p>
<p></p>
<p translate="no"></p>
EOF
echo "as described: preact@11.2.0 and preact-render-to-string@6.8.2"
