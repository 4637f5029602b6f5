#!/bin/sh
# @sendgrid/mail 8.1.6 takes a redirect to any page for a sent email.
#
# Expected: send() resolves when SendGrid has accepted the email (202), and rejects otherwise.
# Actual: a 302, such as a proxy's sign-in page, turns the POST into a GET without the email, and
#   the page's 200 resolves. Unless you check for 202, you lose the email.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @sendgrid/mail@8.1.6 @sendgrid/client@8.1.6
cat > run.mjs <<'EOF'
import http from 'node:http';
import client from '@sendgrid/client';
import mail from '@sendgrid/mail';

const requests = [];
const proxy = http.createServer((request, response) => {
  requests.push(`${request.method} ${request.url}`);
  if (request.url === '/sign-in') response.end('<h1>Sign in</h1>');
  else response.writeHead(302, { location: '/sign-in' }).end();
});
proxy.listen(0, '127.0.0.1', async () => {
  client.setApiKey('SG.a.b');
  client.setDefaultRequest('baseUrl', `http://127.0.0.1:${proxy.address().port}/`);
  mail.setClient(client);
  const [answer] = await mail.send({ to: 'eve@example.com', from: 'app@example.com', subject: 'Invite', text: 'Hi' });
  console.log(answer.statusCode, requests.join(', '));
  process.exit();
});
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
200 POST /v3/mail/send, GET /sign-in
EOF
echo "as described: @sendgrid/mail@8.1.6 and @sendgrid/client@8.1.6"
