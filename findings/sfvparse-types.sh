#!/bin/sh
# sfvparse 0.1.0 doesn't decode bytes, encodes them a second time, and strips a string's quotes.
#
# Expected: :aGk=: is the bytes of "hi" (RFC 8941, 4.2.7), and parsing an item and writing it again
#   gives the same item.
# Actual (2 December 2026): the value is the Base64 text as bytes, so a Content-Digest never equals
#   the digest; written again, it is encoded twice. The string "a" comes out as the token a, and 1.0
#   as the integer 1, which are other types. http-sf 1.5.0 reads and writes all three correctly.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check sfvparse==0.1.0 http-sf==1.5.0
cat > run.py <<'EOF'
import http_sf
import sfvparse

for text in (":aGk=:", '"a"', "1.0"):
    item = sfvparse.parse_item(text)
    print(text, item["value"], sfvparse.serialize_item(item).decode())
    item = http_sf.parse(text.encode(), tltype="item")
    print(text, item[0], http_sf.ser(item))
EOF
python/bin/python run.py > seen.txt
diff - seen.txt <<'EOF'
:aGk=: b'aGk=' :YUdrPQ==:
:aGk=: b'hi' :aGk=:
"a" a a
"a" a "a"
1.0 1.0 1
1.0 1.0 1.0
EOF
echo "as described: sfvparse==0.1.0 and http-sf==1.5.0"
