#!/bin/sh
# @slack/web-api 8.2.0 doesn't expose Retry-After once retries are off.
#
# Expected: with retryConfig: { retries: 0 } a 429 rejects with WebAPIRateLimitedError, code
#   slack_webapi_rate_limited_error, and its retryAfter, since nothing will be retried.
# Actual (3 December 2026): it rejects with a request error, as for a network failure, and the seconds are only
#   in the message. Only rejectRateLimitedCalls: true gives the rate limit error.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @slack/web-api@8.2.0
cat > run.mjs <<'EOF'
import http from 'node:http';
import { WebClient } from '@slack/web-api';
const server = http.createServer((_, response) => response.writeHead(429, { 'retry-after': '1' }).end()).listen(0, '127.0.0.1', async () => {
  for (const options of [{ retryConfig: { retries: 0 } }, { rejectRateLimitedCalls: true }]) {
    const client = new WebClient('token', { slackApiUrl: `http://127.0.0.1:${server.address().port}/`, logLevel: 'error', ...options });
    await client.auth.test().catch((error) => console.log(Object.keys(options)[0], error.code, error.retryAfter));
  }
  server.closeAllConnections();
  server.close();
});
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
retryConfig slack_webapi_request_error undefined
rejectRateLimitedCalls slack_webapi_rate_limited_error 1
EOF
echo "as described: @slack/web-api@8.2.0"
