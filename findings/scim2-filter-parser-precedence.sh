#!/bin/sh
# scim2-filter-parser 0.7.0 gives and and or the same precedence, from left to right.
#
# Expected: a or b and c is a or (b and c): and binds tighter (RFC 7644, 3.4.2.2).
# Actual: it is read as (a or b) and c, so a filter without parentheses finds the wrong people; the
#   other way round it happens to be right.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check scim2-filter-parser==0.7.0
cat > run.py <<'EOF'
from scim2_filter_parser.queries import SQLQuery

columns = {
    ("userName", None, None): "name",
    ("active", None, None): "active",
    ("logins", None, None): "logins",
}


def where(text):
    try:
        query = SQLQuery(text, "users", columns)
        return query.where_sql.strip(), query.params_dict
    except Exception as error:
        return type(error).__name__

for text in (
    'userName eq "eve" or userName eq "adam" and active eq true',
    'active eq true and userName eq "adam" or userName eq "eve"',
):
    print(where(text)[0])
EOF
python/bin/python run.py > seen.txt
diff - seen.txt <<'EOF'
((UPPER(name) = UPPER({a})) OR (UPPER(name) = UPPER({b}))) AND (active = {c})
((active = {a}) AND (UPPER(name) = UPPER({b}))) OR (UPPER(name) = UPPER({c}))
EOF
echo "as described: scim2-filter-parser==0.7.0"
