#!/bin/sh
# prometheus_client 0.26.0 (Python) reads a counter under a different name from the one prom-client 15.1.3 wrote.
#
# Expected: text_string_to_metric_families returns the samples on the page, by their names.
# Actual (2 December 2026): a counter whose name doesn't end in _total, which prom-client allows,
#   gets the suffix when it is read. A check for the name on the page finds no sample, and a sum
#   over none is 0. A gauge keeps its name.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts prom-client@15.1.3
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check prometheus_client==0.26.0
cat > run.mjs <<'EOF'
import { writeFileSync } from 'node:fs';
import prom from 'prom-client';
const registers = [new prom.Registry()];
new prom.Counter({ name: 'mails_bounced', help: 'Mails.', registers }).inc(3);
new prom.Gauge({ name: 'mails_waiting', help: 'Mails.', registers }).set(2);
const page = await registers[0].metrics();
writeFileSync('metrics.txt', page);
console.log(page.split('\n').filter((line) => /^\w+ \d/.test(line)));
EOF
cat > run.py <<'EOF'
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

for family in text_string_to_metric_families(Path("metrics.txt").read_text()):
    print(family.type, *((sample.name, sample.value) for sample in family.samples))
EOF
node run.mjs > seen.txt
python/bin/python run.py >> seen.txt
diff - seen.txt <<'EOF'
[ 'mails_bounced 3', 'mails_waiting 2' ]
counter ('mails_bounced_total', 3)
gauge ('mails_waiting', 2)
EOF
echo "as described: prom-client@15.1.3 and prometheus_client==0.26.0"
