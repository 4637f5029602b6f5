#!/bin/sh
# github.com/elimity-com/scim v0.0.0-20260728105928-2641426a1539 (Go) finds nobody by an email address without brackets.
#
# Expected: emails.value co "example.org", from an example in RFC 7644 (3.4.2.2), finds a user one of whose
#   addresses matches, as emails[value co "example.org"] does.
# Actual (3 December 2026): the filter is declared valid, but no user passes it: a list is "not a complex
#   attribute" to it, so no path into a list without brackets can match, whatever the list holds.
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
	person := map[string]interface{}{"userName": "eve", "name": map[string]interface{}{"familyName": "Adams"},
		"emails": []interface{}{map[string]interface{}{"type": "work", "value": "eve@example.org"}}}
	for _, text := range []string{`name.familyName eq "Adams"`, `emails[value co "example.org"]`, `emails.value co "example.org"`, `emails.type eq "work"`} {
		validator, err := filter.NewValidator(text, schema.CoreUserSchema())
		if err != nil {
			panic(err)
		}
		fmt.Println(text, validator.Validate() == nil, validator.PassesFilter(person) == nil)
	}
}
EOF
go run . > seen.txt
diff - seen.txt <<'EOF'
name.familyName eq "Adams" true true
emails[value co "example.org"] true true
emails.value co "example.org" true false
emails.type eq "work" true false
EOF
echo "as described: github.com/elimity-com/scim@v0.0.0-20260728105928-2641426a1539"
