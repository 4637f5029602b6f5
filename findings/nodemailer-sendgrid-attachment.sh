#!/bin/sh
# nodemailer-sendgrid 1.0.3 hands SendGrid an attachment's text where base64 belongs.
#
# Expected: { filename, content: 'a,b' }, nodemailer's simplest attachment, arrives as a,b: the
#   transport says that it takes all of nodemailer's messages, and SendGrid reads content as base64.
# Actual: a text is sent as it is, and what SendGrid makes of it is not the file; a Buffer is
#   encoded. Of two addresses to reply to the second is dropped as well.
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
