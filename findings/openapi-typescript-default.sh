#!/bin/sh
# openapi-typescript 7.13.0 makes properties with a default required in a request if its schema is named.
#
# Expected: a property that isn't in `required` can be left out of a request; the default is what
#   the server uses then.
# Actual: this is true of a schema written inline in the request. In one from components, a property
#   with a default is never optional, so a client has to send it. Generate with
#   --default-non-nullable false.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts openapi-typescript@7.13.0 typescript@5.9.3
cat > run.mjs <<'EOF'
import openapiTS, { astToString } from 'openapi-typescript';

const invite = {
  type: 'object',
  required: ['email'],
  properties: { email: { type: 'string' }, note: { type: 'string' }, days: { type: 'integer', default: 7 } },
};
const taking = (schema, components) => ({
  openapi: '3.1.0',
  info: { title: 'Invites', version: '1' },
  components,
  paths: {
    '/invites': {
      post: {
        requestBody: { content: { 'application/json': { schema } } },
        responses: { 204: { description: 'No Content' } },
      },
    },
  },
});
const named = taking({ $ref: '#/components/schemas/Invite' }, { schemas: { Invite: invite } });
for (const [document, options] of [[taking(invite)], [named], [named, { defaultNonNullable: false }]]) {
  const text = astToString(await openapiTS(document, options));
  console.log(text.match(/(email|note|days)\??: \w+/g).join(', '));
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
email: string, note?: string, days?: number
email: string, note?: string, days: number
email: string, note?: string, days?: number
EOF
echo "as described: openapi-typescript@7.13.0 and typescript@5.9.3"
