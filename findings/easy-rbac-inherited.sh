#!/bin/sh
# easy-rbac 4.0.0 denies what an inherited role allows if the role's own condition isn't met.
#
# Expected: inheritance adds permissions: an author may edit their own posts, and one who also inherits from
#   manager, a role that may edit any post, may edit any post.
# Actual (3 December 2026): the role asked about names the operation, so only its condition counts: other
#   people's posts are refused. @rbac/rbac 1.1.0, modelled on this package, asks the inherited role too.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts easy-rbac@4.0.0 @rbac/rbac@1.1.0
cat > run.mjs <<'EOF'
import easy from 'easy-rbac';
import rbac from '@rbac/rbac';
const create = easy.create ?? easy.default.create;
const hierarchical = rbac.default ?? rbac;
const roles = (own) => ({ manager: { can: ['post:edit'] }, author: { can: [{ name: 'post:edit', when: own }], inherits: ['manager'] } });
const first = create(roles(async ({ owner }) => owner));
const second = hierarchical({ enableLogger: false })(roles(({ owner }, done) => done(null, owner)));
for (const owner of [true, false])
  console.log(owner ? 'own' : "other's", await first.can('author', 'post:edit', { owner }), await second.can('author', 'post:edit', { owner }));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
own true true
other's false true
EOF
echo "as described: easy-rbac@4.0.0 and @rbac/rbac@1.1.0"
