#!/bin/sh
# express-idempotency 1.0.6 treats a request answered without a body as still under way.
#
# Expected: a request repeated with the same key gets the first one's answer, whatever it was: 204
#   for a deletion, or a line written with end().
# Actual: only what goes through send() or json() is remembered. After end() the key stays busy, and
#   a retry is refused as if the first were still running. A repeated answer lacks its Location.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts express@5.3.0 express-idempotency@1.0.6
cat > run.mjs <<'EOF'
import express from 'express';
import { getSharedIdempotencyService, idempotency } from 'express-idempotency';

const answers = {
  '/json': (response) => response.status(201).location('/things/1').json({ id: 1 }),
  '/none': (response) => response.status(204).end(),
  '/line': (response) => response.end('done'),
};
const app = express();
app.use(idempotency());
app.post('/{*path}', (request, response) => {
  if (!getSharedIdempotencyService().isHit(request)) answers[request.path](response);
});
app.use((error, _request, response, _next) => response.status(500).end(error.message));
const server = app.listen(0, '127.0.0.1', async () => {
  for (const path of Object.keys(answers)) {
    for (const time of ['first', 'again']) {
      const headers = { 'idempotency-key': path };
      const response = await fetch(`http://127.0.0.1:${server.address().port}${path}`, { method: 'POST', headers });
      console.log(path, time, response.status, response.headers.get('location'), await response.text());
    }
  }
  server.close();
});
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
/json first 201 /things/1 {"id":1}
/json again 201 null {"id":1}
/none first 204 null 
/none again 500 null A previous request is still in progress for this key.
/line first 200 null done
/line again 500 null A previous request is still in progress for this key.
EOF
echo "as described: express-idempotency@1.0.6"
