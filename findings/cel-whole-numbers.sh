#!/bin/sh
# cel-js 0.8.2 (npm) and cel-python 0.5.0 (PyPI) evaluate the same expression differently.
#
# Expected: as the CEL specification says, 5 / 2 is 2 for integers, true || missing is true because one side
#   suffices, and "\u00e9" is é.
# Actual (3 December 2026): cel-python agrees. cel-js returns 2.5, fails on the missing side of ||, and leaves
#   the escape unread, so a rule tested in one may not hold in the other.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts cel-js@0.8.2
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check cel-python==0.5.0
cat > rules.txt <<'EOF'
5 / 2
true || missing
"\u00e9" == "é"
EOF
cat > run.mjs <<'EOF'
import { readFileSync } from 'node:fs';
import { evaluate } from 'cel-js';
for (const rule of readFileSync('rules.txt', 'utf8').trim().split('\n')) {
  try {
    console.log('cel-js', rule, '=>', evaluate(rule));
  } catch (error) {
    console.log('cel-js', rule, '=>', error.name);
  }
}
EOF
cat > run.py <<'EOF'
import celpy

environment = celpy.Environment()
for rule in open("rules.txt", encoding="utf-8").read().splitlines():
    print("cel-python", rule, "=>", str(environment.program(environment.compile(rule)).evaluate({})).lower())
EOF
node run.mjs > seen.txt
python/bin/python run.py >> seen.txt
diff - seen.txt <<'EOF'
cel-js 5 / 2 => 2.5
cel-js true || missing => Error
cel-js "\u00e9" == "é" => false
cel-python 5 / 2 => 2
cel-python true || missing => true
cel-python "\u00e9" == "é" => true
EOF
echo "as described: cel-js@0.8.2 and cel-python==0.5.0"
