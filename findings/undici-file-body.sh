#!/bin/sh
# undici 7.16.0: fetch keeps the parts of a file in memory after sending them.
#
# Expected: a body from `fs.openAsBlob` is read and sent in chunks, so a file of any size takes only
#   as much memory as a chunk or two.
# Actual: the process grows by more than half of a 200 MB file; `node:http` sends the same file in a
#   few megabytes. Node 20's own fetch, an older undici, does the same.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts undici@7.16.0
cat > server.mjs <<'EOF'
import { createServer } from 'node:http';
const server = createServer((request, response) => request.resume().on('end', () => response.end('ok')));
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.on('disconnect', () => process.exit());
EOF
cat > run.mjs <<'EOF'
import { fork } from 'node:child_process';
import { createReadStream, openAsBlob, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { fetch } from 'undici';
const MB = 1024 * 1024, size = 200 * MB;
writeFileSync('file', Buffer.alloc(size));
const server = fork('server.mjs');
const port = await new Promise((resolve) => server.once('message', resolve));
const url = `http://127.0.0.1:${port}/`;
const ways = {
  async http() {
    const post = request(url, { method: 'POST', headers: { 'Content-Length': size } });
    const answered = new Promise((resolve) => post.once('response', (answer) => answer.resume().on('end', resolve)));
    await pipeline(createReadStream('file'), post);
    await answered;
  },
  async fetch() {
    await (await fetch(url, { method: 'POST', body: await openAsBlob('file') })).text();
  },
};
for (const [name, way] of Object.entries(ways)) {
  const before = process.memoryUsage.rss();
  let most = before;
  const timer = setInterval(() => { most = Math.max(most, process.memoryUsage.rss()); }, 10);
  await way();
  clearInterval(timer);
  console.log(`${name}: ${most - before > size / 2 ? 'more than half of the file' : 'less than half of the file'}`);
}
server.disconnect();
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
http: less than half of the file
fetch: more than half of the file
EOF
echo "as described: undici 7.16.0, Node $(node --version)"
