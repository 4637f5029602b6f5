#!/bin/sh
# http-link-header 1.1.4 changes the quotes in a title it writes.
#
# Expected: a quote in a title is written as \", as in any quoted string (RFC 9110, 5.6.4), and the
#   package reads it back unchanged.
# Actual: it is written as %22, which no reader turns back, not even its own.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts http-link-header@1.1.4
cat > run.mjs <<'EOF'
import LinkHeader from 'http-link-header';
for (const title of ['All invites', 'The "open" ones']) {
  const header = new LinkHeader();
  header.set({ rel: 'next', uri: '/invites?page=2', title });
  console.log(header.toString(), '|', LinkHeader.parse(header.toString()).refs[0].title);
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
</invites?page=2>; rel=next; title="All invites" | All invites
</invites?page=2>; rel=next; title="The %22open%22 ones" | The %22open%22 ones
EOF
echo "as described: http-link-header@1.1.4"
