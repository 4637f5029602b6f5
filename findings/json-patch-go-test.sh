#!/bin/sh
# github.com/evanphx/json-patch/v5 v5.9.11 tells 1 from 1.0, but not null from a missing member.
#
# Expected: a test for 1.0 passes on 1, since numbers compare by value, and a test for null fails on
#   a missing member, since the target must exist (RFC 6902, 4.6 and 4). A list in a merge patch is
#   taken as it is (RFC 7396, 2).
# Actual (2 December 2026): both tests do the opposite, so a guard such as "nobody has answered yet:
#   it is null" also passes for somebody who doesn't exist; and a null inside a list in a merge
#   patch is dropped along with its name. fast-json-patch 3.1.2 and json-merge-patch 1.0.2 behave as
#   expected.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts fast-json-patch@3.1.2 json-merge-patch@1.0.2
export GOFLAGS=-mod=mod
go mod init finding 2> go.txt
go get github.com/evanphx/json-patch/v5@v5.9.11 2> go.txt
cat > run.mjs <<'EOF'
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
const { applyPatch } = require('fast-json-patch');
const merge = require('json-merge-patch');
const passes = (document, value) => {
  try {
    applyPatch(document, [{ op: 'test', path: '/days', value: JSON.parse(value) }]);
    return true;
  } catch {
    return false;
  }
};
console.log('Node', passes({ days: 1 }, '1.0'), passes({}, 'null'), JSON.stringify(merge.apply({}, { rows: [{ until: null }] })));
EOF
cat > run.go <<'EOF'
package main

import (
	"fmt"

	jsonpatch "github.com/evanphx/json-patch/v5"
)

func passes(document, value string) bool {
	patch, err := jsonpatch.DecodePatch([]byte(`[{"op":"test","path":"/days","value":` + value + `}]`))
	if err != nil {
		panic(err)
	}
	_, err = patch.Apply([]byte(document))
	return err == nil
}

func main() {
	merged, err := jsonpatch.MergePatch([]byte(`{}`), []byte(`{"rows":[{"until":null}]}`))
	fmt.Println("Go", passes(`{"days":1}`, "1.0"), passes(`{}`, "null"), string(merged), err)
}
EOF
node run.mjs > seen.txt
go run . >> seen.txt
diff - seen.txt <<'EOF'
Node true false {"rows":[{"until":null}]}
Go false true {"rows":[{}]} <nil>
EOF
echo "as described: fast-json-patch@3.1.2, json-merge-patch@1.0.2, github.com/evanphx/json-patch/v5@v5.9.11"
