#!/bin/sh
# github.com/elimity-com/scim v0.0.0-20260728105928-2641426a1539 (Go) counts an empty list, and an empty text, as present.
#
# Expected: pr matches a non-empty value (RFC 7644, 3.4.2.2), and an empty list is the same as none (RFC 7643,
#   2.5): emails pr leaves out a user whose emails are [].
# Actual (3 December 2026): an empty value counts like any other; only a missing one doesn't. A search for
#   everyone with an email address also finds people whose last address was removed, if the list is kept.
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
	people := []map[string]interface{}{
		{"userName": "eve", "title": "CEO", "emails": []interface{}{map[string]interface{}{"value": "eve@example.org"}}},
		{"userName": "ben", "title": "", "emails": []interface{}{}},
		{"userName": "mia"},
	}
	for _, text := range []string{"title pr", "emails pr"} {
		validator, err := filter.NewValidator(text, schema.CoreUserSchema())
		if err != nil {
			panic(err)
		}
		for _, person := range people {
			fmt.Println(text, person["userName"], validator.PassesFilter(person) == nil)
		}
	}
}
EOF
go run . > seen.txt
diff - seen.txt <<'EOF'
title pr eve true
title pr ben true
title pr mia false
emails pr eve true
emails pr ben true
emails pr mia false
EOF
echo "as described: github.com/elimity-com/scim@v0.0.0-20260728105928-2641426a1539"
