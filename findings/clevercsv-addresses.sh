#!/bin/sh
# clevercsv 0.8.5 (Python) splits email addresses at their @.
#
# Expected: a list of addresses, one per line, has one column and no delimiter: an @ separates no
#   cells, and the header has none.
# Actual (2 December 2026): @ is the delimiter, since each line has one. The file is read as two
#   columns, eve and example.com, under a header with one. Written back, it has no addresses.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check clevercsv==0.8.5
cat > run.py <<'EOF'
import io

import clevercsv

for text in ("email,name\neve@example.com,Eve\n", "email\neve@example.com\nben@example.com\n"):
    dialect = clevercsv.Sniffer().sniff(text)
    print(dialect.delimiter, list(clevercsv.reader(io.StringIO(text), dialect)))
EOF
python/bin/python run.py > seen.txt
diff - seen.txt <<'EOF'
, [['email', 'name'], ['eve@example.com', 'Eve']]
@ [['email'], ['eve', 'example.com'], ['ben', 'example.com']]
EOF
echo "as described: clevercsv==0.8.5"
