#!/bin/sh
# vcf 2.1.2 drops a line break, and splits a company's name at its semicolon.
#
# Expected: a line break in a note is written \n, and a semicolon in a value \; (RFC 6350, 3.4), so
#   a card survives being written and read.
# Actual (2 December 2026): the two lines are joined without a space, and nothing is escaped:
#   vobject 0.9.9 (Python) finds a unit called "Sons" in the company "Adams; Sons".
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts vcf@2.1.2
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check vobject==0.9.9
cat > run.mjs <<'EOF'
import { writeFileSync } from 'node:fs';
import vCard from 'vcf';
const card = new vCard();
card.set('fn', 'Eve Adams');
card.set('n', 'Adams;Eve;;;');
card.set('org', 'Adams; Sons');
card.set('note', 'Monday\nTuesday');
writeFileSync('card.vcf', card.toString('3.0'));
console.log(JSON.stringify(new vCard().parse(card.toString('3.0')).get('note').valueOf()));
EOF
cat > run.py <<'EOF'
from pathlib import Path

import vobject

card = vobject.readOne(Path("card.vcf").read_text())
print(repr(card.note.value), card.org.value)
EOF
node run.mjs > seen.txt
python/bin/python run.py >> seen.txt
diff - seen.txt <<'EOF'
"MondayTuesday"
'MondayTuesday' ['Adams', ' Sons']
EOF
echo "as described: vcf@2.1.2 and vobject==0.9.9"
