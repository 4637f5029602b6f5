#!/bin/sh
# api-problem 9.0.2 names a page about the status as the type of a problem.
#
# Guess: a Problem without a type is about:blank, or says nothing of it, which means the same (RFC
#   9457, 4.2.1): it is the status and no more.
# Seen: the type is an address at developer.mozilla.org, another one for each status, also where
#   about:blank was asked for, so a client that compares with about:blank takes it for a problem of
#   its own. A member called status, given besides, replaces the status.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts api-problem@9.0.2
cat > run.mjs <<'EOF'
import Problem from 'api-problem';

console.log(JSON.stringify(new Problem(404)));
console.log(JSON.stringify(new Problem(404, 'Not Found', 'about:blank')));
console.log(JSON.stringify(new Problem(422, 'Invalid', 'about:blank', { status: 'draft' })));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
{"type":"https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/404","title":"Not Found","status":404}
{"type":"https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/404","title":"Not Found","status":404}
{"type":"https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/422","title":"Invalid","status":"draft"}
EOF
echo "as described: api-problem@9.0.2"
