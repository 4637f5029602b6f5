#!/bin/sh
# requests 2.34.2 repeats an answered request where only failed connections should be retried.
#
# Expected: HTTPAdapter(max_retries=2) repeats requests that never reached the server, as its
#   documentation says; a status is retried only if a Retry names it in status_forcelist.
# Actual: a GET or PUT answered with 413, 429 or 503 and Retry-After is sent twice more, each time
#   after waiting as long as the server says, however long that is. Without the header, and for
#   POST, it is sent once.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check requests==2.34.2 urllib3==2.8.0
cat > run.py <<'EOF'
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import requests
from requests.adapters import HTTPAdapter

asked = 0


class Handler(BaseHTTPRequestHandler):
    def answer(self):
        global asked
        asked += 1
        status, *after = self.path.strip("/").split("/")
        self.send_response(int(status))
        if after:
            self.send_header("Retry-After", after[0])
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_PUT = do_POST = answer

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
Thread(target=server.serve_forever, daemon=True).start()
session = requests.Session()
session.mount("http://", HTTPAdapter(max_retries=2))
for method in ("GET", "PUT", "POST"):
    for path in ("429", "429/0", "503/0", "500/0"):
        asked = 0
        session.request(method, f"http://127.0.0.1:{server.server_port}/{path}")
        print(method, path, asked)
EOF
python/bin/python run.py > seen.txt
diff - seen.txt <<'EOF'
GET 429 1
GET 429/0 3
GET 503/0 3
GET 500/0 1
PUT 429 1
PUT 429/0 3
PUT 503/0 3
PUT 500/0 1
POST 429 1
POST 429/0 1
POST 503/0 1
POST 500/0 1
EOF
echo "as described: requests==2.34.2 and urllib3==2.8.0"
