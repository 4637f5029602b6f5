#!/bin/sh
# openapi-zod-client 1.18.3 writes a client that renames the lists in a query.
#
# Expected: two ids are sent as ids=1&ids=2, OpenAPI's default for a list in a query (style form, explode), by a
#   client generated from the document.
# Actual (3 December 2026): they are sent as ids[]=1&ids[]=2, axios's default, since nothing of the style reaches
#   the client. A server that ignores unknown parameters answers with everybody.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  openapi-zod-client@1.18.3 @zodios/core@10.9.6 axios@1.21.1 zod@3.25.76 tsx@4.23.15
npm pkg set type=module
cat > people.json <<'EOF'
{"openapi": "3.0.3", "info": {"title": "People", "version": "1"}, "paths": {"/people": {"get": {"operationId": "list",
  "parameters": [{"name": "ids", "in": "query", "style": "form", "explode": true, "schema": {"type": "array", "items": {"type": "string"}}}],
  "responses": {"200": {"description": "yes", "content": {"application/json": {"schema": {"type": "array", "items": {"type": "string"}}}}}}}}}}
EOF
npx openapi-zod-client people.json -o client.ts > generated.txt
cat > run.ts <<'EOF'
import { createServer } from 'node:http';
const server = createServer((request, response) => {
  console.log(decodeURIComponent(request.url ?? ''));
  response.writeHead(200, { 'content-type': 'application/json' }).end('[]');
}).listen(0, '127.0.0.1', async () => {
  const { createApiClient } = await import('./client.ts');
  await createApiClient(`http://127.0.0.1:${server.address().port}`).list({ queries: { ids: ['1', '2'] } });
  server.close();
});
EOF
npx tsx run.ts > seen.txt
diff - seen.txt <<'EOF'
/people?ids[]=1&ids[]=2
EOF
echo "as described: openapi-zod-client@1.18.3"
