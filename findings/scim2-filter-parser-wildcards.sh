#!/bin/sh
# scim2-filter-parser 0.7.0 doesn't escape SQL wildcards.
#
# Expected: userName co "a_b" finds names with an underscore, since SCIM has no wildcards.
# Actual: the value goes into LIKE unescaped, where _ matches any character, so eve_adams also finds
#   eve.adams.
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

for text in ('userName co "eve_adams"', 'userName sw "100%"'):
    print(*where(text))
EOF
python/bin/python run.py > seen.txt
diff - seen.txt <<'EOF'
UPPER(name) LIKE UPPER({a}) {'a': '%eve_adams%'}
UPPER(name) LIKE UPPER({a}) {'a': '100%%'}
EOF
echo "as described: scim2-filter-parser==0.7.0"
