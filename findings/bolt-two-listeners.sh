#!/bin/sh
# @slack/bolt 5.1.0 runs every listener that matches, not only the first.
#
# Expected: a listener for '/iam' followed by one for /^\/iam/ works like Express's routes: the
#   first match answers, the other handles the rest.
# Actual: both run, and both do their work. The second one's ack fails only in the log, after the
#   user was answered.
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
const runs = [];
for (const [name, command] of [['first', '/iam'], ['second', /^\/iam/]])
  app.command(command, async ({ ack }) => {
    runs.push(name);
    await ack(`${name} answers`);
  });
const server = await app.start({ port: 0, host: '127.0.0.1' });
const post = async (body, type) => {
  const at = String(Math.floor(Date.now() / 1000));
  const signature = `v0=${createHmac('sha256', 'secret').update(`v0:${at}:${body}`).digest('hex')}`;
  const headers = { 'content-type': type, 'x-slack-request-timestamp': at, 'x-slack-signature': signature };
  const url = `http://127.0.0.1:${server.address().port}/slack/events`;
  const response = await fetch(url, { method: 'POST', body, headers });
  return `${response.status} ${await response.text()}`.trim();
};
const answer = await post('command=/iam&text=&user_id=U2&team_id=T1', 'application/x-www-form-urlencoded');
for (let tries = 0; tries < 100 && runs.length < 2; tries++) await new Promise((done) => setTimeout(done, 50));
console.log(answer, '|', runs.join());
process.exit();
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
200 first answers | first,second
EOF
echo "as described: @slack/bolt@5.1.0"
