#!/bin/sh
# @node-idempotency/core 1.0.11 keeps that a request failed, but not how.
#
# Expected: a request repeated with its key fails as it failed the first time: onResponse takes the error
#   beside the body, and onRequest gives it back.
# Actual (2 December 2026): it goes through JSON, and an Error becomes {}: without its message, its
#   code or its class. Who throws what they were given throws an object that no handler knows, so
#   that the second answer to "unknown group" is a 500.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @node-idempotency/core@1.0.11 @node-idempotency/storage-adapter-memory@1.0.2
cat > run.mjs <<'EOF'
import { Idempotency } from '@node-idempotency/core';
import { MemoryStorageAdapter } from '@node-idempotency/storage-adapter-memory';
const idempotency = new Idempotency(new MemoryStorageAdapter(), {});
const request = { headers: { 'idempotency-key': '1' }, method: 'POST', path: '/invites', body: { group: 'Nobody' } };
console.log(await idempotency.onRequest(request));
await idempotency.onResponse(request, { error: new RangeError('unknown group'), additional: { status: 404 } });
const { error, additional } = await idempotency.onRequest(request);
console.log(error instanceof Error, error.message, JSON.stringify(error), additional);
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
undefined
false undefined {} { status: 404 }
EOF
echo "as described: @node-idempotency/core@1.0.11 and @node-idempotency/storage-adapter-memory@1.0.2"
