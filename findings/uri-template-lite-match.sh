#!/bin/sh
# uri-template-lite 23.4.0 can't read back the lists and optional parameters that it wrote.
#
# Expected: match returns what expand was given, as the package's own example shows: two ids come back as two,
#   and a parameter that wasn't given is left out. uri-templates 0.2.0 does that.
# Actual (3 December 2026): {?ids*} comes back as a single id "1&ids=2" and {/path*} as "a/b"; if one of
#   {?from,to} is missing, or both are, nothing matches at all.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts uri-template-lite@23.4.0 uri-templates@0.2.0
cat > run.mjs <<'EOF'
import lite from 'uri-template-lite';
import templates from 'uri-templates';
const cases = [['/u{?from,to}', { from: '1', to: '2' }], ['/u{?from,to}', { to: '2' }], ['/u{?ids*}', { ids: ['1', '2'] }], ['/u{/path*}', { path: ['a', 'b'] }]];
for (const [template, values] of cases) {
  const url = lite.expand(template, values);
  console.log(url, JSON.stringify(new lite(template).match(url)), JSON.stringify(templates(template).fromUri(url)));
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
/u?from=1&to=2 {"from":"1","to":"2"} {"from":"1","to":"2"}
/u?to=2 null {"to":"2"}
/u?ids=1&ids=2 {"ids":["1&ids=2"]} {"ids":["1","2"]}
/u/a/b {"path":["a/b"]} {"path":["a","b"]}
EOF
echo "as described: uri-template-lite@23.4.0 and uri-templates@0.2.0"
