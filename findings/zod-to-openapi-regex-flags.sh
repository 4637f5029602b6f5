#!/bin/sh
# @asteasolutions/zod-to-openapi 9.1.0 writes a regular expression's flag into the pattern.
#
# Expected: a pattern for /^[a-z]+$/i means what zod checks, or is left out, since JSON Schema has
#   no flags and can't express it.
# Actual: the pattern ends in /i, two characters after the end of the text: no value matches, so a
#   generated client or gateway refuses what zod accepts. /u, which \p{L} needs, does the same.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @asteasolutions/zod-to-openapi@9.1.0 zod@4.6.7
cat > run.mjs <<'EOF'
import { OpenApiGeneratorV31, OpenAPIRegistry, extendZodWithOpenApi } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
extendZodWithOpenApi(z);
for (const [name, expression] of [['plain', /^[a-z]+$/], ['i', /^[a-z]+$/i], ['u', /^\p{L}+$/u]]) {
  const schema = z.string().regex(expression);
  const registry = new OpenAPIRegistry();
  registry.register('Key', schema);
  const { pattern } = new OpenApiGeneratorV31(registry.definitions).generateComponents().components.schemas.Key;
  console.log(name, pattern, schema.safeParse('abc').success, new RegExp(pattern, 'u').test('abc'));
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
plain ^[a-z]+$ true true
i ^[a-z]+$/i true false
u ^\p{L}+$/u true false
EOF
echo "as described: @asteasolutions/zod-to-openapi@9.1.0 and zod@4.6.7"
