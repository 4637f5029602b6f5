#!/bin/sh
# json-merge-patch 0.3.0 and dictdiffer 0.10.0 (Python) see no difference between 1 and true.
#
# Expected: a number that becomes true is a change: JSON has both types, and a receiver that checks them refuses
#   one where it wants the other. The patch sets the new value.
# Actual (3 December 2026): the patch is empty, since 1 == True in Python, so a column of 0 and 1 that becomes
#   a boolean is never updated. jsonpatch 1.48 sees the change.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check json-merge-patch==0.3.0 dictdiffer==0.10.0 jsonpatch==1.48
cat > run.py <<'EOF'
import json

import dictdiffer
import json_merge_patch
import jsonpatch

old = {"active": 1}
for new in [{"active": 2}, {"active": True}]:
    print(json.dumps(new))
    print("json-merge-patch", json.dumps(json_merge_patch.create_patch(old, new)))
    print("dictdiffer", json.dumps(list(dictdiffer.diff(old, new))))
    print("jsonpatch", jsonpatch.make_patch(old, new))
EOF
python/bin/python run.py > seen.txt
diff - seen.txt <<'EOF'
{"active": 2}
json-merge-patch {"active": 2}
dictdiffer [["change", "active", [1, 2]]]
jsonpatch [{"op": "replace", "path": "/active", "value": 2}]
{"active": true}
json-merge-patch {}
dictdiffer []
jsonpatch [{"op": "replace", "path": "/active", "value": true}]
EOF
echo "as described: json-merge-patch==0.3.0, dictdiffer==0.10.0 and jsonpatch==1.48"
