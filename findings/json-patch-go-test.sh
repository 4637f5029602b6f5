#!/bin/sh
# github.com/evanphx/json-patch/v5 v5.9.11 tells 1 from 1.0, but not null from nothing.
#
# Expected: a test of 1.0 passes where 1 is, as numbers are equal by their value, and a test of null fails
#   where there is no member: its place must exist (RFC 6902, 4.6 and 4). A merge patch's list is taken
#   as it is (RFC 7396, 2).
# Actual (2 December 2026): it is the other way round for both, so a guard "nobody has answered yet,
#   that is null" passes for somebody who isn't there; and a null inside a list of a merge patch is
#   dropped with its name. fast-json-patch 3.1.2 and json-merge-patch 1.0.2 do as guessed.
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
