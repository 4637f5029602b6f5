#!/bin/sh
# cloudevents 10.0.0 (npm) doesn't percent-encode header values; cloudevents 2.2.0 (PyPI) does in one API only.
#
# Expected: in binary mode ö is sent as %C3%B6 and % as %25 (CloudEvents HTTP binding 1.0.2, section 3.1.3.2),
#   and the receiver decodes them. Both packages come from the same project.
# Actual (3 December 2026): the Node package neither encodes nor decodes, so a subject sent by Python's
#   cloudevents.core arrives still encoded. cloudevents.v1, in the same Python package, behaves like Node.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts cloudevents@10.0.0
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check cloudevents==2.2.0
cat > run.mjs <<'EOF'
import { CloudEvent, HTTP } from 'cloudevents';
const event = new CloudEvent({ id: '1', type: 'ping', source: '/a', subject: 'Köln 100%' });
console.log('Node', HTTP.binary(event).headers['ce-subject']);
const headers = { 'ce-id': '1', 'ce-type': 'ping', 'ce-source': '/a', 'ce-specversion': '1.0', 'ce-subject': 'K%C3%B6ln%20100%25' };
console.log('Node reads', HTTP.toEvent({ headers }).subject);
EOF
cat > run.py <<'EOF'
import cloudevents.v1.conversion
import cloudevents.v1.http
from cloudevents.core.bindings.http import from_binary_event, to_binary_event
from cloudevents.core.v1.event import CloudEvent

attributes = {"id": "1", "type": "ping", "source": "/a", "specversion": "1.0", "subject": "Köln 100%"}
sent = to_binary_event(CloudEvent(attributes, {}))
print("core", sent.headers["ce-subject"])
print("core reads", from_binary_event(sent).get_subject())
print("v1", cloudevents.v1.conversion.to_binary(cloudevents.v1.http.CloudEvent(attributes, {}))[0]["ce-subject"])
print("v1 reads", cloudevents.v1.http.from_http(sent.headers, sent.body)["subject"])
EOF
node run.mjs > seen.txt
PYTHONIOENCODING=utf-8 python/bin/python run.py >> seen.txt
diff - seen.txt <<'EOF'
Node Köln 100%
Node reads K%C3%B6ln%20100%25
core K%C3%B6ln%20100%25
core reads Köln 100%
v1 Köln 100%
v1 reads K%C3%B6ln%20100%25
EOF
echo "as described: cloudevents@10.0.0 and cloudevents==2.2.0"
