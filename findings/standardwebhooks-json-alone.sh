#!/bin/sh
# standardwebhooks 1.1.1 verifies only JSON, though it signs any text.
#
# Expected: verify says whether a body's signature is right, whatever the body is: the specification
#   leaves its format open.
# Actual: once the signature is found right, the body is parsed: a form is a SyntaxError that looks
#   like a broken delivery, and an empty body gives undefined.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts standardwebhooks@1.1.1
cat > run.mjs <<'EOF'
import { Webhook } from 'standardwebhooks';
const webhook = new Webhook('whsec_' + Buffer.alloc(24, 1).toString('base64'));
const sent = new Date();
for (const body of ['{"type":"ping"}', 'type=ping', '']) {
  try {
    const headers = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(sent.getTime() / 1000)),
      'webhook-signature': webhook.sign('msg_1', sent, body),
    };
    console.log(webhook.verify(body, headers));
  } catch (error) {
    console.log(error.name);
  }
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
{ type: 'ping' }
SyntaxError
undefined
EOF
echo "as described: standardwebhooks@1.1.1"
