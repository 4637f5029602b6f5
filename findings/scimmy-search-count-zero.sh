#!/bin/sh
# scimmy 1.3.5 refuses a search that only asks for the total.
#
# Expected: count: 0 returns totalResults and no resources, and startIndex: 0 means 1 (RFC 7644,
#   3.4.2.4): this is how clients ask for the number of results.
# Actual: a SearchRequest with either is refused as a bad value, while a ListResponse accepts both.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts scimmy@1.3.5
cat > run.mjs <<'EOF'
import SCIMMY from 'scimmy';
const { ListResponse, SearchRequest } = SCIMMY.Messages;
const schemas = ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'];
for (const asked of [{ count: 0 }, { startIndex: 0 }]) {
  const { totalResults, startIndex, Resources } = new ListResponse([{ id: '1' }], asked);
  console.log('list', totalResults, startIndex, Resources.length);
  try {
    new SearchRequest({ schemas, ...asked });
    console.log('taken');
  } catch (error) {
    console.log('search', error.message);
  }
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
list 1 1 0
search Expected 'count' parameter to be a positive integer
list 1 1 1
search Expected 'startIndex' parameter to be a positive integer
EOF
echo "as described: scimmy@1.3.5"
