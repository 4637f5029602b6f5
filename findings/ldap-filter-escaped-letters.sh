#!/bin/sh
# ldapts 8.2.0, ldap-filter 0.3.3 and @ldapjs/filter 2.1.1 misread a letter that a filter escapes.
#
# Expected: (sn=Lu\c4\8di\c4\87), an example in RFC 4515 (4), asks for Lučić: each pair of digits is one byte of
#   UTF-8. go-ldap, for one, escapes names that way.
# Actual (3 December 2026): the first two make a character of each byte, so the server is asked for LuÄiÄ and
#   finds nobody. The third decodes nothing, not even \28 for a bracket, and looks for the digits.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts ldapts@8.2.0 ldap-filter@0.3.3 @ldapjs/filter@2.1.1
cat > run.mjs <<'EOF'
import filter from '@ldapjs/filter';
import old from 'ldap-filter';
import { BerWriter, FilterParser } from 'ldapts';
const sent = (text) => {
  const writer = new BerWriter();
  FilterParser.parseString(text).write(writer);
  return writer.buffer.toString('hex').includes(Buffer.from('Lučić').toString('hex'));
};
for (const text of ['(sn=Lučić)', String.raw`(sn=Lu\c4\8di\c4\87)`])
  console.log('ldapts', sent(text), 'ldap-filter', old.parse(text).matches({ sn: 'Lučić' }), '@ldapjs/filter', filter.parseString(text).matches({ sn: 'Lučić' }));
const brackets = String.raw`(o=Parens R Us \28for all\29)`;
const company = { o: 'Parens R Us (for all)' };
console.log('brackets', old.parse(brackets).matches(company), filter.parseString(brackets).matches(company));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
ldapts true ldap-filter true @ldapjs/filter true
ldapts false ldap-filter false @ldapjs/filter false
brackets true false
EOF
echo "as described: ldapts@8.2.0, ldap-filter@0.3.3 and @ldapjs/filter@2.1.1"
