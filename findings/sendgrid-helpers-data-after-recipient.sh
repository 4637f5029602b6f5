#!/bin/sh
# @sendgrid/helpers 8.0.0 loses template data that is set after the recipient.
#
# Expected: a Mail's setters can be called in any order, since the JSON is built at the end.
# Actual: a recipient copies the template data as it is when the recipient is added. Data set later
#   is nowhere in the JSON, and SendGrid sends the template with blanks.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @sendgrid/helpers@8.0.0
cat > run.mjs <<'EOF'
import helpers from '@sendgrid/helpers';
const json = (...steps) => {
  const mail = new helpers.classes.Mail();
  mail.setFrom('bot@example.com');
  mail.setTemplateId('d-1');
  for (const step of steps) step(mail);
  return JSON.stringify(mail.toJSON().personalizations);
};
const recipient = (mail) => mail.addTo('eve@example.com');
const data = (mail) => mail.setDynamicTemplateData({ name: 'Eve' });
console.log(json(data, recipient));
console.log(json(recipient, data));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
[{"to":[{"email":"eve@example.com"}],"dynamic_template_data":{"name":"Eve"}}]
[{"to":[{"email":"eve@example.com"}]}]
EOF
echo "as described: @sendgrid/helpers@8.0.0"
