#!/bin/sh
# @cedar-policy/cedar-wasm 4.13.0 can't read a time with the offset +01:00, or a decimal without a point.
#
# Expected: datetime accepts RFC 3339: an offset with a colon and any number of fractional digits; decimal("1")
#   is 1, and a duration's units can come in any order.
# Actual (3 December 2026): the offset must have no colon, a fraction must have three digits, and seconds are
#   required. Parsing the policies reports nothing: each evaluation has an error, and the permit never applies.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @cedar-policy/cedar-wasm@4.13.0
cat > run.mjs <<'EOF'
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
const question = { principal: { type: 'User', id: 'eve' }, action: { type: 'Action', id: 'read' }, resource: { type: 'Doc', id: '1' }, context: {}, entities: [] };
for (const condition of [
  'datetime("2026-03-01T12:00:00+01:00") < datetime("2027-01-01")',
  'datetime("2026-03-01T12:00:00+0100") < datetime("2027-01-01")',
  'datetime("2026-03-01T12:00:00.5Z") < datetime("2027-01-01")',
  'datetime("2026-03-01T12:00:00.500Z") < datetime("2027-01-01")',
  'datetime("2026-03-01T12:00Z") < datetime("2027-01-01")',
  'decimal("1").lessThan(decimal("2.0"))',
  'decimal("1.0").lessThan(decimal("2.0"))',
  'duration("12h1d") < duration("2d")',
  'duration("1d12h") < duration("2d")',
]) {
  const staticPolicies = `permit (principal, action, resource) when { ${condition} };`;
  const { response } = cedar.isAuthorized({ ...question, policies: { staticPolicies } });
  console.log(response.decision, response.diagnostics.errors.length, condition);
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
deny 1 datetime("2026-03-01T12:00:00+01:00") < datetime("2027-01-01")
allow 0 datetime("2026-03-01T12:00:00+0100") < datetime("2027-01-01")
deny 1 datetime("2026-03-01T12:00:00.5Z") < datetime("2027-01-01")
allow 0 datetime("2026-03-01T12:00:00.500Z") < datetime("2027-01-01")
deny 1 datetime("2026-03-01T12:00Z") < datetime("2027-01-01")
deny 1 decimal("1").lessThan(decimal("2.0"))
allow 0 decimal("1.0").lessThan(decimal("2.0"))
deny 1 duration("12h1d") < duration("2d")
allow 0 duration("1d12h") < duration("2d")
EOF
echo "as described: @cedar-policy/cedar-wasm@4.13.0"
