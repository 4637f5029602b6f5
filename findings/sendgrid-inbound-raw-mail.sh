#!/bin/sh
# @sendgrid/inbound-mail-parser 8.0.0 can't read a raw email in Node 20.
#
# Expected: where hasRawEmail() is true, getRawEmail returns the email: the package asks for Node 12
#   or newer, and a raw email arrives in the form field email.
# Actual: it throws at once, even when there is no raw email and the result would be null: its
#   mailparser 2 sets a property that is now read-only on Node's streams. Read the field with a
#   current mail parser.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @sendgrid/inbound-mail-parser@8.0.0 mailparser@2.8.1
cat > run.cjs <<'EOF'
const Parse = require('@sendgrid/inbound-mail-parser');
const email = ['From: eve@example.com', 'To: ada@example.org', 'Subject: Hello', '', 'Hi', ''].join('\r\n');
for (const body of [{ email }, { subject: 'Hello' }]) {
  const parse = new Parse({ keys: ['subject'] }, { body });
  console.log(parse.hasRawEmail());
  for (const method of ['getRawEmail', 'attachments']) {
    try {
      parse[method]((answer) => console.log(method, answer));
    } catch (error) {
      console.log(method, error.message);
    }
  }
}
EOF
node run.cjs > seen.txt
diff - seen.txt <<'EOF'
true
getRawEmail Cannot set property errored of #<Readable> which has only a getter
attachments Cannot set property errored of #<Readable> which has only a getter
false
getRawEmail Cannot set property errored of #<Readable> which has only a getter
attachments []
EOF
echo "as described: @sendgrid/inbound-mail-parser@8.0.0"
