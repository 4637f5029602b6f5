#!/bin/sh
# parse-prometheus-text-format 1.1.1 keeps only one of several histograms.
#
# Expected: a histogram with a route label gives one metric per route, with its buckets, sum and
#   count, as a counter with labels does.
# Actual: only one is left, without its label, sum and count; its buckets are the last route's.
#   prom-client writes such a page for any labelled histogram.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts parse-prometheus-text-format@1.1.1 prom-client@15.1.3
cat > run.mjs <<'EOF'
import parse from 'parse-prometheus-text-format';
import prom from 'prom-client';
const registers = [new prom.Registry()];
const counter = new prom.Counter({ name: 'asked', help: 'Requests.', labelNames: ['route'], registers });
const seconds = new prom.Histogram({ name: 'took', help: 'Seconds.', labelNames: ['route'], buckets: [1], registers });
for (const [route, took] of [['/a', 0.5], ['/b', 2], ['/b', 2]]) {
  counter.inc({ route });
  seconds.observe({ route }, took);
}
for (const { name, metrics } of (parse.default ?? parse)(await registers[0].metrics())) console.log(name, JSON.stringify(metrics));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
asked [{"value":"1","labels":{"route":"/a"}},{"value":"2","labels":{"route":"/b"}}]
took [{"buckets":{"1":"0","+Inf":"2"}}]
EOF
echo "as described: parse-prometheus-text-format@1.1.1 and prom-client@15.1.3"
