#!/bin/sh
# csv-parse 7.0.3 as a stream loses the rows before one with wrong quotes, if they came in the same chunk.
#
# Expected: `for await` yields the rows that were parsed and throws at the faulty one, so counting
#   them gives its line.
# Actual: none of them arrives: the error destroys the stream and what was waiting in it.
#   `on_record` is called for each, in time.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts csv-parse@7.0.3
cat > run.mjs <<'EOF'
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
const text = 'email,name\nann@example.com,Ann\nben@example.com,Ben "B" Okri\n';
const [yielded, recorded] = [[], []];
const on_record = (record) => { recorded.push(record[0]); return record; };
try {
  for await (const [email] of Readable.from([text]).pipe(parse({ on_record }))) yielded.push(email);
} catch (error) {
  console.log(error.code);
}
console.log(JSON.stringify({ yielded, recorded }));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
INVALID_OPENING_QUOTE
{"yielded":[],"recorded":["email","ann@example.com"]}
EOF
echo "as described: csv-parse@7.0.3"
