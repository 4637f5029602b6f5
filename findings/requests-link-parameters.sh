#!/bin/sh
# requests 2.34.2 and httpx 0.28.1 cut a link at any semicolon, even inside its URL.
#
# Expected: response.links reads a Link header as in RFC 8288: the URL is between < and >, and
#   quoted text is one value.
# Actual: the header is split at each semicolon first, so a URL ends at its own, and a title
#   containing = hides the rel after it. A rel of two words is one name. A client that follows
#   "next" requests the wrong page, or takes the first page for the last.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check requests==2.34.2 httpx==0.28.1
cat > run.py <<'EOF'
import httpx
import requests

for link in (
    '<https://api.example/users?page=2>; rel="next"',
    '<https://api.example/users?sort=name;page=2>; rel="next"',
    '<https://api.example/users?page=2>; title="a = b"; rel="next"',
    '<https://api.example/users?page=2>; rel="next last"',
):
    response = requests.Response()
    response.headers["link"] = link
    seen = response.links, httpx.Response(200, headers={"link": link}).links
    print(*({rel: found["url"] for rel, found in links.items()} for links in seen))
EOF
python/bin/python run.py > seen.txt
diff - seen.txt <<'EOF'
{'next': 'https://api.example/users?page=2'} {'next': 'https://api.example/users?page=2'}
{'next': 'https://api.example/users?sort=name'} {'next': 'https://api.example/users?sort=name'}
{'https://api.example/users?page=2': 'https://api.example/users?page=2'} {'https://api.example/users?page=2': 'https://api.example/users?page=2'}
{'next last': 'https://api.example/users?page=2'} {'next last': 'https://api.example/users?page=2'}
EOF
echo "as described: requests==2.34.2 and httpx==0.28.1"
