#!/bin/sh
# preact-render-to-string 6.8.2 writes false for some attributes and leaves others out.
#
# Expected: translate={false} and contentEditable={false} switch something off that an ancestor
#   switched on, as spellcheck={false} and draggable={false} do.
# Actual: the first two are left out, so the ancestor's setting goes on; the others are written.
#   translate="no" and contenteditable="false" have to be strings.
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
