#!/bin/sh
# scim2-filter-parser 0.7.0 reads only single-digit numbers.
#
# Expected: logins gt 10 compares with ten: a value may be any JSON number (RFC 7644, figure 1).
# Actual: the second digit is a token of its own, and so is a minus sign: both are errors.
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

for text in ("logins gt 9", "logins gt 10", "logins gt -1"):
    print(where(text))
EOF
python/bin/python run.py > seen.txt
diff - seen.txt <<'EOF'
('logins > {a}', {'a': '9'})
SCIMParserError
ValueError
EOF
echo "as described: scim2-filter-parser==0.7.0"
