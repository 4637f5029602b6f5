#!/bin/sh
# ldapts 8.2.0 and ldap-filter 0.3.3 (npm) refuse an attribute option, and ldap-filter 1.0.1 (PyPI) drops it.
#
# Expected: (userCertificate;binary=*) and (cn;lang-de=Ops) are filters: what stands before the sign may have
#   options (RFC 4515, 3, and RFC 4512, 2.5). go-ldap 3.4.15 keeps them.
# Actual (3 December 2026): the first two report an invalid expression, though they accept a matching rule in
#   the same place. The third turns cn;lang-de into cn, which asks for the name in any language.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts ldapts@8.2.0 ldap-filter@0.3.3
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check ldap-filter==1.0.1
export GOFLAGS=-mod=mod
go mod init finding 2> go.txt
go get github.com/go-ldap/ldap/v3@v3.4.15 2> go.txt
cat > run.mjs <<'EOF'
import filter from 'ldap-filter';
import { FilterParser } from 'ldapts';
for (const text of ['(cn:caseExactMatch:=Ops)', '(userCertificate;binary=*)', '(cn;lang-de=Ops)'])
  for (const [name, parse] of [['ldapts', FilterParser.parseString], ['ldap-filter', filter.parse]])
    try {
      console.log(name, parse(text).toString());
    } catch (error) {
      console.log(name, error.message.split(':')[0].toLowerCase());
    }
EOF
cat > run.py <<'EOF'
from ldap_filter import Filter

for text in ["(cn:caseExactMatch:=Ops)", "(userCertificate;binary=*)", "(cn;lang-de=Ops)"]:
    print("Python", Filter.parse(text).to_string())
EOF
cat > run.go <<'EOF'
package main

import (
	"fmt"

	"github.com/go-ldap/ldap/v3"
)

func main() {
	for _, text := range []string{"(cn:caseExactMatch:=Ops)", "(userCertificate;binary=*)", "(cn;lang-de=Ops)"} {
		packet, err := ldap.CompileFilter(text)
		if err != nil {
			panic(err)
		}
		read, err := ldap.DecompileFilter(packet)
		fmt.Println("Go", read, err)
	}
}
EOF
node run.mjs > seen.txt
python/bin/python run.py >> seen.txt
go run . >> seen.txt
diff - seen.txt <<'EOF'
ldapts (cn:caseExactMatch:=Ops)
ldap-filter (cn:caseExactMatch:=Ops)
ldapts invalid expression
ldap-filter invalid expression
ldapts invalid expression
ldap-filter invalid expression
Python (cn:caseExactMatch:=Ops)
Python (userCertificate=*)
Python (cn=Ops)
Go (cn:caseExactMatch:=Ops) <nil>
Go (userCertificate;binary=*) <nil>
Go (cn;lang-de=Ops) <nil>
EOF
echo "as described: ldapts@8.2.0, ldap-filter@0.3.3, ldap-filter==1.0.1 and github.com/go-ldap/ldap/v3@v3.4.15"
