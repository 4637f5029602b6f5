#!/bin/sh
# email-reply-parser 2.3.7 and node-email-reply-parser 0.1.4 (npm) end a reply at a line such as "On the form she wrote:".
#
# Expected: the line above a quote has a date and an address, and the quote below it has its > marks; a sentence
#   in the answer that begins with On and ends in "wrote:" is part of the answer.
# Actual (3 December 2026): such a line counts as the start of the quoted email, so it and everything below are
#   gone. A refusal that cites the request ends after its first word.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts email-reply-parser@2.3.7 node-email-reply-parser@0.1.4
cat > run.mjs <<'EOF'
import first from 'email-reply-parser';
import second from 'node-email-reply-parser';
const Parser = first.default ?? first;
for (const cited of ['In the form she wrote:', 'On the form she wrote:']) {
  const text = `No.\n\n${cited}\nI need it.\n\nThat is not enough.\n`;
  console.log(JSON.stringify(new Parser().read(text).getVisibleText()), JSON.stringify(second(text, true)));
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
"No.\n\nIn the form she wrote:\nI need it.\n\nThat is not enough.\n" "No.\n\nIn the form she wrote:\nI need it.\n\nThat is not enough.\n"
"No.\n" "No.\n"
EOF
echo "as described: email-reply-parser@2.3.7 and node-email-reply-parser@0.1.4"
