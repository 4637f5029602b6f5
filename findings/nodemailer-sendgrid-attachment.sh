#!/bin/sh
# nodemailer-sendgrid 1.0.3 sends SendGrid an attachment as plain text where Base64 belongs.
#
# Expected: { filename, content: 'a,b' }, nodemailer's simplest attachment, arrives as a,b: the
#   transport says it takes any nodemailer message, and SendGrid reads content as Base64.
# Actual: a string is sent unencoded, and SendGrid decodes it into something else; a Buffer is
#   encoded. The second of two reply-to addresses is dropped as well.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts nodemailer-sendgrid@1.0.3 nodemailer@10.6.1 @sendgrid/mail@6.5.5
cat > run.cjs <<'EOF'
const { createServer } = require('node:http');
const { json } = require('node:stream/consumers');
const { createTransport } = require('nodemailer');
const sendGrid = require('nodemailer-sendgrid');
const { client } = require('@sendgrid/mail');

const server = createServer(async (request, response) => {
  const { attachments, reply_to } = await json(request);
  for (const { filename, content } of attachments) console.log(filename, content);
  console.log(reply_to);
  response.writeHead(202).end();
}).listen(0, '127.0.0.1', async () => {
  client.setDefaultRequest('baseUrl', `http://127.0.0.1:${server.address().port}/`);
  await createTransport(sendGrid({ apiKey: 'SG.made-up' })).sendMail({
    from: 'ada@example.org',
    to: 'eve@example.com',
    replyTo: ['ada@example.org', 'ben@example.org'],
    subject: 'List',
    text: 'Here it is.',
    attachments: [
      { filename: 'text.csv', content: 'name,team' },
      { filename: 'buffer.csv', content: Buffer.from('name,team') },
    ],
  });
  server.close();
});
EOF
node run.cjs > seen.txt
diff - seen.txt <<'EOF'
text.csv name,team
buffer.csv bmFtZSx0ZWFt
{ email: 'ada@example.org' }
EOF
echo "as described: nodemailer-sendgrid@1.0.3"
