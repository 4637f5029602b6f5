#!/bin/sh
# svix 2.9.1 and standardwebhooks 1.1.0 return different results from verify in Python.
#
# Expected: the two share a format and a method, so either can replace the other.
# Actual: standardwebhooks returns the parsed body, and fails if it isn't JSON; svix returns None
#   for any body. Code that uses the result breaks silently when the import changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check standardwebhooks==1.1.0 svix==2.9.1
cat > run.py <<'EOF'
from base64 import b64encode
from datetime import datetime, timezone

import standardwebhooks.webhooks
import svix.webhooks

secret = "whsec_" + b64encode(bytes(24 * [1])).decode()
now = datetime.now(timezone.utc)
for body in ('{"type":"ping"}', "type=ping"):
    for package in (standardwebhooks, svix):
        webhook = package.webhooks.Webhook(secret)
        headers = {
            "webhook-id": "msg_1",
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": webhook.sign("msg_1", now, body),
        }
        try:
            print(package.__name__, body, webhook.verify(body, headers))
        except ValueError as error:
            print(package.__name__, body, type(error).__name__)
EOF
python/bin/python run.py > seen.txt
diff - seen.txt <<'EOF'
standardwebhooks {"type":"ping"} {'type': 'ping'}
svix {"type":"ping"} None
standardwebhooks type=ping JSONDecodeError
svix type=ping None
EOF
echo "as described: standardwebhooks==1.1.0 and svix==2.9.1"
