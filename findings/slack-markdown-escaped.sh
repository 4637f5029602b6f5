#!/bin/sh
# slack-markdown 0.3.0 escapes what Slack has already escaped.
#
# Expected: toHTML takes a message's text as Slack sends it, with &amp;, &lt; and &gt; for those
#   three characters, and the page shows what was typed: an ampersand, and a quote after >.
# Actual: the page shows "Q&amp;A", and no quote. escapeHTML: false fixes only the ampersand.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts slack-markdown@0.3.0
cat > run.mjs <<'EOF'
import markdown from 'slack-markdown';
console.log(markdown.toHTML('> said'));
for (const text of ['Q&amp;A', '&gt; said'])
  console.log(markdown.toHTML(text), '|', markdown.toHTML(text, { escapeHTML: false }));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
<blockquote>said</blockquote>
Q&amp;amp;A | Q&amp;A
&amp;gt; said | &gt; said
EOF
echo "as described: slack-markdown@0.3.0"
