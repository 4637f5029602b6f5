#!/bin/sh
# scimmy 1.3.5 can't read a not inside a not.
#
# Expected: not (…) takes any filter, including another not (RFC 7644, figure 1).
# Actual: one level is read; two are an unexpected token.
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

const found = (text) => said(() => new SCIMMY.Types.Filter(text).match([{ userName: 'eve', active: true }]).length);
console.log(await found('not (userName eq "adam" or active eq false)'));
console.log(await found('not (userName eq "adam" or not (active eq true))'));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
1
SCIMError: Unexpected token ')' in filter
EOF
echo "as described: scimmy@1.3.5"
