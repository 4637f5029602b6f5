#!/bin/sh
# md2mrkdwn 0.4.5 breaks a link that has a title, or parentheses in its URL.
#
# Expected: [x](https://example.com/a_(b)) and [x](https://example.com "T") are valid CommonMark,
#   and become <URL|x>.
# Actual (2 December 2026): the URL ends at the first closing parenthesis, and the second one ends
#   up after the label; a title becomes part of the URL. Both links lead nowhere.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check md2mrkdwn==0.4.5
cat > run.py <<'EOF'
from md2mrkdwn import convert

for markdown in ("[x](https://example.com/a)", "[x](https://example.com/a_(b))", '[x](https://example.com "T")'):
    print(convert(markdown))
EOF
python/bin/python run.py > seen.txt
diff - seen.txt <<'EOF'
<https://example.com/a|x>
<https://example.com/a_(b|x>)
<https://example.com "T"|x>
EOF
echo "as described: md2mrkdwn==0.4.5"
