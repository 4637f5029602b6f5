#!/bin/sh
# ratelimit-header-parser 0.1.0 can't read what express-rate-limit 8.7.5 writes for draft-8.
#
# Expected: the two share their authors, so the parser reads every form that the limiter writes, or
#   returns undefined, as it does when there are no such headers.
# Actual: it knows only draft-7's names (limit, remaining, reset); draft-8 has q, r and t. The
#   result is NaN and an invalid date, so `remaining < 1` is never true and a client doesn't wait.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts express@5.3.0 express-rate-limit@8.7.5 ratelimit-header-parser@0.1.0
cat > run.mjs <<'EOF'
import express from 'express';
import { rateLimit } from 'express-rate-limit';
import { parseRateLimit } from 'ratelimit-header-parser';

const app = express();
const drafts = ['draft-6', 'draft-7', 'draft-8'];
for (const standardHeaders of drafts) {
  app.get(`/${standardHeaders}`, rateLimit({ standardHeaders, legacyHeaders: false, limit: 5 }), (_, response) => {
    response.end();
  });
}
const server = app.listen(0, '127.0.0.1', async () => {
  for (const draft of drafts) {
    const response = await fetch(`http://127.0.0.1:${server.address().port}/${draft}`);
    const { limit, remaining, reset } = parseRateLimit(response);
    console.log(draft, response.headers.get('ratelimit'));
    console.log(limit, remaining, Number.isNaN(reset.getTime()) ? 'no time' : 'a time');
  }
  server.close();
});
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
draft-6 null
5 4 a time
draft-7 limit=5, remaining=4, reset=60
5 4 a time
draft-8 "5-in-1min"; r=4; t=60
NaN NaN no time
EOF
echo "as described: ratelimit-header-parser@0.1.0"
