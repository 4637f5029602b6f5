#!/bin/sh
# openapi-fetch 0.17.0 has no error for a refusal without a body.
#
# Expected: `const { data, error }` has an error whenever the status isn't 2xx: the README tells you
#   to check for it.
# Actual: error is the body: undefined for a response with Content-Length: 0, and an empty string
#   for one without. `if (error)` takes a gateway's 401 for success. Check response.ok.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts openapi-fetch@0.17.0
cat > run.mjs <<'EOF'
import createClient from 'openapi-fetch';

const answers = {
  '/problem': [401, { 'content-type': 'application/problem+json' }, '{"status":401}'],
  '/empty': [401, {}, ''],
  '/nothing': [401, { 'content-length': '0' }, null],
};
const client = createClient({
  baseUrl: 'https://api.example',
  fetch: async ({ url }) => {
    const [status, headers, body] = answers[new URL(url).pathname];
    return new Response(body, { status, headers });
  },
});
for (const path of Object.keys(answers)) {
  const { data, error, response } = await client.GET(path);
  console.log(path, data, error, error ? 'refused' : 'taken for done', response.ok);
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
/problem undefined { status: 401 } refused false
/empty undefined  taken for done false
/nothing undefined undefined taken for done false
EOF
echo "as described: openapi-fetch@0.17.0"
