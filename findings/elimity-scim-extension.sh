#!/bin/sh
# github.com/elimity-com/scim v0.0.0-20260728105928-2641426a1539 (Go) finds nobody by an attribute of an extension.
#
# Expected: urn:…:enterprise:2.0:User:department eq "Ops" finds a user whose extension has that department. The
#   extension is an object under its URN (RFC 7643, 3.3), and that is how this server hands it to its handlers.
# Actual (3 December 2026): the filter looks for a key made of the URN and the name together, at the top of the
#   resource, and fails without one. With the core schema, a URN in front of the name is understood.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export GOFLAGS=-mod=mod
go mod init finding 2> go.txt
go get github.com/elimity-com/scim@v0.0.0-20260728105928-2641426a1539 2> go.txt
cat > run.go <<'EOF'
package main

import (
	"fmt"

	"github.com/elimity-com/scim/filter"
	"github.com/elimity-com/scim/schema"
)

func main() {
	enterprise := "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
	department := enterprise + `:department eq "Ops"`
	nested := map[string]interface{}{"userName": "eve", enterprise: map[string]interface{}{"department": "Ops"}}
	flat := map[string]interface{}{"userName": "eve", enterprise + ":department": "Ops"}
	for _, text := range []string{`urn:ietf:params:scim:schemas:core:2.0:User:userName eq "eve"`, department} {
		validator, err := filter.NewValidator(text, schema.CoreUserSchema(), schema.ExtensionEnterpriseUser())
		if err != nil {
			panic(err)
		}
		fmt.Println(text, validator.Validate() == nil, validator.PassesFilter(nested) == nil, validator.PassesFilter(flat) == nil)
	}
}
EOF
go run . > seen.txt
diff - seen.txt <<'EOF'
urn:ietf:params:scim:schemas:core:2.0:User:userName eq "eve" true true true
urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "Ops" true false true
EOF
echo "as described: github.com/elimity-com/scim@v0.0.0-20260728105928-2641426a1539"
