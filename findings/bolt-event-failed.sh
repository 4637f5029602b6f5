#!/bin/sh
# @slack/bolt 5.1.0 acknowledges an event before its listener has run.
#
# Expected: when a listener throws, Slack gets a 500 and delivers the event again, as with a
#   command, whose failure is a 500.
# Actual: the event is acknowledged first: 200, no second delivery, and the listener's work stays
#   undone. Store work that must happen before anything can fail.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @slack/bolt@5.1.0
cat > run.mjs <<'EOF'
import { createHmac } from 'node:crypto';
import http from 'node:http';
import bolt from '@slack/bolt';
const slack = http.createServer((_, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ ok: true, team_id: 'T1', user_id: 'U1', bot_id: 'B1' }));
});
await new Promise((listening) => slack.listen(0, '127.0.0.1', listening));
const app = new bolt.App({
  token: 'xoxb-1',
  signingSecret: 'secret',
  logger: { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, getLevel: () => 'error', setName() {} },
  clientOptions: { slackApiUrl: `http://127.0.0.1:${slack.address().port}/api/` },
});
app.event('tokens_revoked', async () => { throw new Error('The database is away.'); });
app.command('/iam', async () => { throw new Error('The database is away.'); });
const server = await app.start({ port: 0, host: '127.0.0.1' });
const post = async (body, type) => {
  const at = String(Math.floor(Date.now() / 1000));
  const signature = `v0=${createHmac('sha256', 'secret').update(`v0:${at}:${body}`).digest('hex')}`;
  const headers = { 'content-type': type, 'x-slack-request-timestamp': at, 'x-slack-signature': signature };
  const url = `http://127.0.0.1:${server.address().port}/slack/events`;
  return (await fetch(url, { method: 'POST', body, headers })).status;
};
const event = { type: 'event_callback', team_id: 'T1', event: { type: 'tokens_revoked', tokens: {} } };
console.log('command', await post('command=/iam&text=&user_id=U2&team_id=T1', 'application/x-www-form-urlencoded'));
console.log('event', await post(JSON.stringify(event), 'application/json'));
process.exit();
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
command 500
event 200
EOF
echo "as described: @slack/bolt@5.1.0"
