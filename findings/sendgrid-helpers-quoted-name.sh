#!/bin/sh
# @sendgrid/helpers 8.0.0 shows people the quotes around a name.
#
# Expected: "Adams, Eve" <eve@example.com> is the name Adams, Eve: the quotes are only how RFC 5322
#   (3.2.4) writes a comma.
# Actual: the quotes become part of the name, and Eve's mail program shows them.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @sendgrid/helpers@8.0.0
cat > run.mjs <<'EOF'
import { classes } from '@sendgrid/helpers';
console.log(new classes.EmailAddress('Eve Adams <eve@example.com>').toJSON());
console.log(new classes.EmailAddress('"Adams, Eve" <eve@example.com>').toJSON());
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
{ email: 'eve@example.com', name: 'Eve Adams' }
{ email: 'eve@example.com', name: '"Adams, Eve"' }
EOF
echo "as described: @sendgrid/helpers@8.0.0"
