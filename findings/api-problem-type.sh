#!/bin/sh
# api-problem 9.0.2 uses a page about the status as a problem's type.
#
# Expected: a Problem without a type is about:blank or leaves it out, which means the same (RFC
#   9457, 4.2.1): only the status.
# Actual: the type is an address at developer.mozilla.org, a different one for each status, even if
#   about:blank was asked for. A client that compares with about:blank takes it for a specific
#   problem. A member called status, given as an extension, replaces the status.
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
