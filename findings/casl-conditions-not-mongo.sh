#!/bin/sh
# @casl/ability 7.0.1 evaluates MongoDB conditions differently from MongoDB for lists, objects and numeric text.
#
# Expected: conditions mean what they mean in MongoDB (and in mingo), so one rule serves both the query and
#   can(): a list equals an identical list, an object equals one with the same members, and the text "6" is
#   not greater than the number 5.
# Actual (3 December 2026): can() compares lists and objects by identity, so it denies documents that the
#   query finds, and it allows the text "6", which the query doesn't find. 'owner.id' and null match MongoDB.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @casl/ability@7.0.1 mingo@7.2.7
cat > run.mjs <<'EOF'
import { defineAbility, subject } from '@casl/ability';
import { Query } from 'mingo';
for (const [conditions, document] of [
  [{ manager: null }, {}],
  [{ tags: ['a', 'b'] }, { tags: ['a', 'b'] }],
  [{ owner: { id: 1 } }, { owner: { id: 1 } }],
  [{ 'owner.id': 1 }, { owner: { id: 1 } }],
  [{ days: { $gt: 5 } }, { days: '6' }],
]) {
  const ability = defineAbility((can) => can('read', 'Doc', conditions));
  console.log(JSON.stringify(conditions), new Query(conditions).test(document), ability.can('read', subject('Doc', document)));
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
{"manager":null} true true
{"tags":["a","b"]} true false
{"owner":{"id":1}} true false
{"owner.id":1} true true
{"days":{"$gt":5}} false true
EOF
echo "as described: @casl/ability@7.0.1 and mingo@7.2.7"
