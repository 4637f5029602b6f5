#!/bin/sh
# @ldapjs/dn 1.1.0 compares distinguished names case-sensitively, even the names of their attributes.
#
# Expected: CN=Eve,DC=example and cn=eve,dc=example are one entry: attribute types are case-insensitive (RFC
#   4514, 3), and so are the values of cn, ou and dc (RFC 4519). Active Directory writes the types in capitals.
# Actual (3 December 2026): equals, parentOf and childOf see two entries, though spaces after a comma and the
#   order within cn=a+ou=b don't matter. Write both names in lower case before you parse them.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @ldapjs/dn@1.1.0
cat > run.mjs <<'EOF'
import ldap from '@ldapjs/dn';
const equal = (one, other) => ldap.DN.fromString(one).equals(ldap.DN.fromString(other));
console.log('spaces', equal('cn=eve, dc=example', 'cn=eve,dc=example'));
console.log('order', equal('cn=eve+ou=a', 'ou=a+cn=eve'));
console.log('types', equal('CN=eve,DC=example', 'cn=eve,dc=example'));
console.log('values', equal('cn=Eve,dc=example', 'cn=eve,dc=example'));
console.log('parent', ldap.DN.fromString('DC=example').parentOf(ldap.DN.fromString('cn=eve,dc=example')));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
spaces true
order true
types false
values false
parent false
EOF
echo "as described: @ldapjs/dn@1.1.0"
