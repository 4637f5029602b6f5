#!/bin/sh
# md2mrkdwn 0.4.5 loses the text after an escaped pipe in a table.
#
# Expected: a\|b is one cell containing a pipe, as in GitHub's Markdown, where tables come from.
# Actual (2 December 2026): the pipe ends the cell, and the rest has no column, so it is dropped. In
#   a table of commands or patterns, half of each is missing.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check md2mrkdwn==0.4.5
cat > run.py <<'EOF'
from md2mrkdwn import convert

print(convert("| who | command |\n|---|---|\n| Eve | sort \\| uniq |"))
EOF
python/bin/python run.py > seen.txt
diff - seen.txt <<'EOF'
```
| who | command |
| --- | ------- |
| Eve | sort \  |
```
EOF
echo "as described: md2mrkdwn==0.4.5"
