#!/bin/sh
# csv-express 1.2.2 writes 7 where the data says '007'.
#
# Expected: text is written as it is; that spreadsheets drop zeros is up to them.
# Actual: text that looks like a number is written as that number. Employee numbers, postcodes and
#   telephone numbers lose their zeros before anyone opens the file.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts csv-express@1.2.2 express@4.21.2
cat > run.mjs <<'EOF'
import { createServer } from 'node:http';
import 'csv-express';
import express from 'express';
const app = express();
app.get('/', (_request, response) => response.csv([{ id: '007', phone: '030901820' }], true));
const server = createServer(app).listen(0, async () => {
  const answer = await fetch(`http://127.0.0.1:${server.address().port}/`);
  console.log(JSON.stringify(await answer.text()));
  server.close();
});
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
"id,phone\r\n7,30901820\r\n"
EOF
echo "as described: csv-express@1.2.2 express@4.21.2"
