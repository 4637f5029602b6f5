#!/bin/sh
# scim2-models 0.12.3 gives opposite answers to ne on a list, with and without brackets.
#
# Expected: emails.type ne "work" and emails[type ne "work"] are two spellings of one condition, as
#   they are with eq.
# Actual: without brackets, no value may be "work", and having no address at all matches; with
#   brackets, one other value is enough, and is needed. RFC 7644 doesn't say which is meant.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check scim2-models==0.12.3
cat > run.py <<'EOF'
from scim2_models import ScimFilter, User

work = {"type": "work", "value": "eve@work.example"}
home = {"type": "home", "value": "eve@home.example"}
for emails in ([work, home], [home], None):
    user = User.model_validate({"userName": "eve", "emails": emails})
    for operator in ("eq", "ne"):
        filters = f'emails.type {operator} "work"', f'emails[type {operator} "work"]'
        print(operator, len(emails or []), *(ScimFilter[User](text).match(user) for text in filters))
EOF
python/bin/python run.py > seen.txt
diff - seen.txt <<'EOF'
eq 2 True True
ne 2 False True
eq 1 False False
ne 1 True True
eq 0 False False
ne 0 True False
EOF
echo "as described: scim2-models==0.12.3"
