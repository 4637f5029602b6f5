#!/bin/sh
# @node-idempotency/core 1.0.11 remembers that a request failed, but not how.
#
# Expected: a request repeated with its key fails as it did the first time: onResponse takes the
#   error along with the body, and onRequest returns it.
# Actual (2 December 2026): the error goes through JSON and becomes {}, without its message, code or
#   class. Rethrowing it throws an object that no handler recognises, so the second answer to
#   "unknown group" is a 500.
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
