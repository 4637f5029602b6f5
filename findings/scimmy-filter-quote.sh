#!/bin/sh
# scimmy 1.3.5 ends a string in a filter at an escaped quote.
#
# Expected: userName eq "a\"b" compares with a string that contains a quote, as in any JSON.
# Actual: the string ends at the quote, and the rest is an unexpected token.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts scimmy@1.3.5
cat > run.mjs <<'EOF'
import SCIMMY from 'scimmy';
const said = async (ask) => {
  try {
    return await ask();
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
};

console.log(await said(() => new SCIMMY.Types.Filter('userName eq "ab"').match([{ userName: 'ab' }]).length));
console.log(await said(() => new SCIMMY.Types.Filter('userName eq "a\\"b"').match([{ userName: 'a"b' }]).length));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
1
SCIMError: Unexpected token 'b"' in filter
EOF
echo "as described: scimmy@1.3.5"
