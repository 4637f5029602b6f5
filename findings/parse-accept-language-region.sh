#!/bin/sh
# parse-accept-language 0.1.2 ignores Latin American Spanish.
#
# Expected: es-419 is read like any language with a region: a region is two letters or three digits
#   (RFC 5646, 2.2.4), and browsers in Latin America send this one.
# Actual (2 December 2026): a tag with digits is silently left out, and so is one with a variant
#   (de-CH-1996). People who ask for nothing else get no language; with English as second choice,
#   they get English.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check parse-accept-language==0.1.2
cat > run.py <<'EOF'
from accept_language import parse_accept_language

for header in ("es-MX,en;q=0.8", "es-419", "es-419,en;q=0.8", "de-CH-1996,fr;q=0.5"):
    print(header, [language.language for language in parse_accept_language(header)])
EOF
python/bin/python run.py > seen.txt
diff - seen.txt <<'EOF'
es-MX,en;q=0.8 ['es', 'en']
es-419 []
es-419,en;q=0.8 ['en']
de-CH-1996,fr;q=0.5 ['fr']
EOF
echo "as described: parse-accept-language==0.1.2"
