#!/bin/sh
# standardwebhooks 1.1.1 finds no headers in a Headers object.
#
# Expected: verify(body, request.headers) works in a server written against fetch (Hono, Deno,
#   Workers, Next.js), as it does with Node's plain object.
# Actual: "Missing required headers", which reads as if the sender were at fault. Pass
#   Object.fromEntries(request.headers).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts standardwebhooks@1.1.1
cat > run.mjs <<'EOF'
import { Webhook } from 'standardwebhooks';
const webhook = new Webhook('whsec_' + Buffer.alloc(24, 1).toString('base64'));
const body = '{"type":"user.suspended"}';
const sent = new Date();
const headers = new Headers({
  'webhook-id': 'msg_1',
  'webhook-timestamp': String(Math.floor(sent.getTime() / 1000)),
  'webhook-signature': webhook.sign('msg_1', sent, body),
});
try {
  console.log(webhook.verify(body, headers));
} catch (error) {
  console.log(error.message);
}
console.log(webhook.verify(body, Object.fromEntries(headers)).type);
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
Missing required headers
user.suspended
EOF
echo "as described: standardwebhooks@1.1.1"
