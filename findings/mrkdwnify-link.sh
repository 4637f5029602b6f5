#!/bin/sh
# mrkdwnify 0.1.1 (Python) can't convert a link, an image, a list or a table with markdownify 1.2.3.
#
# Expected: pip installs a version of markdownify that mrkdwnify works with, or says that there is none.
# Actual (3 December 2026): mrkdwnify asks for 0.13.1 or later, and pip takes the newest, which calls its methods with an
#   argument that they don't have. Bold text works; anything with a link is a TypeError.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check mrkdwnify==0.1.1 markdownify==1.2.3
cat > run.py <<'EOF'
from mrkdwnify import mrkdwnify

for html in ["<b>Eve</b>", "<a href='https://example.org'>Eve</a>", "<ul><li>Eve</li></ul>", "<table><tr><td>Eve</td></tr></table>"]:
    try:
        print(mrkdwnify(html))
    except TypeError as error:
        print(html, error)
EOF
python/bin/python run.py > seen.txt
diff - seen.txt <<'EOF'
*Eve*
<a href='https://example.org'>Eve</a> MrkdwnConverter.convert_a() got an unexpected keyword argument 'parent_tags'
<ul><li>Eve</li></ul> MrkdwnConverter.convert_li() got an unexpected keyword argument 'parent_tags'
<table><tr><td>Eve</td></tr></table> MrkdwnConverter.convert_table() got an unexpected keyword argument 'parent_tags'
EOF
echo "as described: mrkdwnify==0.1.1 and markdownify==1.2.3"
