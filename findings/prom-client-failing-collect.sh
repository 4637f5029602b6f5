#!/bin/sh
# prom-client 15.1.3 returns no metrics at all when one collect fails.
#
# Expected: a gauge that queries a database which is down is missing from the page, and the
#   process's own metrics are there: this is when they matter most.
# Actual: metrics() rejects, and the whole scrape is lost. Each collect has to catch its own errors.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts prom-client@15.1.3
cat > run.mjs <<'EOF'
import prom from 'prom-client';
const registry = new prom.Registry();
new prom.Gauge({ name: 'uptime', help: 'Seconds.', registers: [registry] }).set(1);
console.log((await registry.metrics()).includes('uptime 1'));
new prom.Gauge({
  name: 'jobs_due',
  help: 'Jobs.',
  registers: [registry],
  async collect() { throw new Error('The database is away.'); },
});
console.log(await registry.metrics().then(() => 'answered', (error) => error.message));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
true
The database is away.
EOF
echo "as described: prom-client@15.1.3"
