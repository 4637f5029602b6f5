#!/bin/sh
# dateparser 1.5.0 reads the German "12.03." as three minutes past twelve.
#
# Expected: with languages=['de'], a day and a month are the 12th of March, as they are with a year
#   after them or with the month's name.
# Actual: it is today at 12:03, while "12.3." and "31.03." are days, so half of a list is right.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check dateparser==1.5.0
cat > run.py <<'EOF'
from datetime import datetime

import dateparser

for text in ("12.03.2026", "12. März", "12.03.", "12.3.", "31.03."):
    print(text, dateparser.parse(text, languages=["de"], settings={"RELATIVE_BASE": datetime(2026, 1, 10)}))
EOF
python/bin/python run.py > seen.txt
diff - seen.txt <<'EOF'
12.03.2026 2026-03-12 00:00:00
12. März 2026-03-12 00:00:00
12.03. 2026-01-10 12:03:00
12.3. 2026-03-12 00:00:00
31.03. 2026-03-31 00:00:00
EOF
echo "as described: dateparser==1.5.0"
