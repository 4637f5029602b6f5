#!/bin/sh
# sendgrid 6.12.5 (Python) gives all recipients the last one's template data.
#
# Expected: dynamic_template_data set on a To is for that person: a Mail to a list of them greets
#   each by name.
# Actual: the list becomes one personalization with one set of data, in which the last value of each
#   key wins: Eve is called Bob. is_multiple=True keeps them apart.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check sendgrid==6.12.5
cat > run.py <<'EOF'
from sendgrid.helpers.mail import Mail, To

for options in ({}, {"is_multiple": True}):
    people = [
        To("eve@example.com", dynamic_template_data={"name": "Eve"}),
        To("bob@example.com", dynamic_template_data={"name": "Bob"}),
    ]
    mail = Mail("ada@example.org", people, "Welcome", **options).get()
    for each in mail["personalizations"]:
        print(options, *(to["email"] for to in each["to"]), each["dynamic_template_data"])
EOF
python/bin/python run.py > seen.txt
diff - seen.txt <<'EOF'
{} eve@example.com bob@example.com {'name': 'Bob'}
{'is_multiple': True} bob@example.com {'name': 'Bob'}
{'is_multiple': True} eve@example.com {'name': 'Eve'}
EOF
echo "as described: sendgrid==6.12.5"
