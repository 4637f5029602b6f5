#!/bin/sh
# swagger-typescript-api 13.13.0 doesn't read the error of a call that returns nothing when it succeeds.
#
# Expected: a 404 with a problem as its body rejects with that problem in error, for a DELETE (204) as for a GET,
#   since the document describes it for both. A body of application/merge-patch+json is sent as that.
# Actual (3 December 2026): the success response decides whether any body is read, so a refused DELETE has an
#   error of null: the reason is lost. The patch is sent as application/json, and a strict server refuses it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts swagger-typescript-api@13.13.0 tsx@4.23.15
npm pkg set type=module
cat > run.ts <<'EOF'
import { createServer } from 'node:http';
import { generateApi } from 'swagger-typescript-api';
const problem = { description: 'no', content: { 'application/problem+json': { schema: { type: 'object', properties: { detail: { type: 'string' } } } } } };
const person = { description: 'yes', content: { 'application/json': { schema: { type: 'object' } } } };
const parameters = [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }];
const requestBody = { content: { 'application/merge-patch+json': { schema: { type: 'object' } } } };
const spec = {
  openapi: '3.1.0',
  info: { title: 'People', version: '1' },
  paths: {
    '/people/{id}': {
      get: { operationId: 'read', parameters, responses: { 200: person, 404: problem } },
      patch: { operationId: 'change', parameters, requestBody, responses: { 200: person, 404: problem } },
      delete: { operationId: 'remove', parameters, responses: { 204: { description: 'gone' }, 404: problem } },
    },
  },
};
await generateApi({ spec, output: process.cwd(), fileName: 'client.ts', silent: true });
const types: string[] = [];
const server = createServer((request, response) => {
  types.push(request.headers['content-type'] ?? 'none');
  response.writeHead(404, { 'content-type': 'application/problem+json' }).end('{"detail":"no such person"}');
}).listen(0, '127.0.0.1', async () => {
  const { Api } = await import('./client.ts');
  const { people } = new Api({ baseUrl: `http://127.0.0.1:${server.address().port}` });
  const refused = (name: string, { status, error }) => console.log(name, status, JSON.stringify(error));
  await people.read('1').catch((response) => refused('GET', response));
  await people.remove('1').catch((response) => refused('DELETE', response));
  await people.change('1', {}).catch((response) => refused('PATCH', response));
  console.log(types.at(-1));
  server.close();
});
EOF
npx tsx run.ts > seen.txt
diff - seen.txt <<'EOF'
GET 404 {"detail":"no such person"}
DELETE 404 null
PATCH 404 {"detail":"no such person"}
application/json
EOF
echo "as described: swagger-typescript-api@13.13.0"
