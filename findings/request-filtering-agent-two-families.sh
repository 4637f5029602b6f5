#!/bin/sh
# request-filtering-agent 3.2.1 prints a stack trace for each connection once both IPv4 and IPv6 networks are allowed.
#
# Expected: allowIPAddressList takes IPv4 and IPv6 networks together, and compares an address with
#   those of its own family.
# Actual: an IPv4 address is compared with the IPv6 network too, and the library warns on the
#   console of an "Invalid CIDR", though it is valid. The connection is made all the same.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts request-filtering-agent@3.2.1
cat > run.mjs <<'EOF'
import http from 'node:http';
import { RequestFilteringHttpAgent } from 'request-filtering-agent';
const warnings = [];
console.warn = (error) => warnings.push(error.message);
const server = http.createServer((_, response) => response.end()).listen(0, '127.0.0.1', () => {
  const agent = new RequestFilteringHttpAgent({ allowIPAddressList: ['fd00::/8', '127.0.0.0/8'] });
  http.get({ host: '127.0.0.1', port: server.address().port, agent }, (response) => {
    console.log(response.statusCode, warnings[0]);
    response.resume();
    server.close();
  });
});
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
200 [request-filtering-agent] Invalid CIDR in allowIPAddressList: fd00::/8
EOF
echo "as described: request-filtering-agent@3.2.1"
