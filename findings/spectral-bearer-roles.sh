#!/bin/sh
# @stoplight/spectral-cli 6.16.3 takes the roles of a bearer scheme for OAuth scopes.
#
# Expected: a linter that reads OpenAPI 3.1 accepts what 3.1 added to security requirements: for a
#   scheme other than oauth2 and openIdConnect, the list may name the roles that a call needs.
# Actual: its own ruleset warns that the role must be listed among scopes, but a bearer scheme has
#   nowhere to list them. It says the same for a 3.0 document, where the list has to be empty. An
#   API that states the permission for each call gets a warning for each.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @stoplight/spectral-cli@6.16.3
echo 'extends: ["spectral:oas"]' > .spectral.yaml
document() {
  cat <<EOF
openapi: $1
info: { title: Users, version: "1", description: Reads users., contact: { name: Ops } }
servers: [{ url: https://api.example.com }]
tags: [{ name: users }]
paths:
  /users:
    get:
      operationId: listUsers
      description: Lists users.
      tags: [users]
      security: [{ token: ["users:read"] }]
      responses: { "200": { description: Some users. } }
components: { securitySchemes: { token: { type: http, scheme: bearer } } }
EOF
}
for version in 3.1.0 3.0.3; do
  document "$version" > openapi.yaml
  echo "$version"
  npx --no-install spectral lint --format json --quiet openapi.yaml |
    node -e 'for (const { code, message } of JSON.parse(require("fs").readFileSync(0))) console.log(code, message)'
done > seen.txt
diff - seen.txt <<'EOF'
3.1.0
oas3-operation-security-defined "users:read" must be listed among scopes.
3.0.3
oas3-operation-security-defined "users:read" must be listed among scopes.
EOF
echo "as described: @stoplight/spectral-cli@6.16.3"
