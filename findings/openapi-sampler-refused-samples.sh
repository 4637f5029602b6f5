#!/bin/sh
# openapi-sampler 1.7.9 generates samples that their own schemas refuse.
#
# Expected: sample(schema) returns a valid value: API references show it, and mock servers answer
#   with it.
# Actual: it respects minimum, const and the maxLength of plain text, but not pattern, multipleOf or
#   uniqueItems, nor the length of a format, nor required properties that aren't described.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts openapi-sampler@1.7.9 ajv@8.20.0 ajv-formats@3.0.1
cat > run.mjs <<'EOF'
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { sample } from 'openapi-sampler';

const ajv = new Ajv.default({ strict: false });
addFormats.default(ajv);
for (const schema of [
  { type: 'integer', exclusiveMinimum: 0 },
  { type: 'string', maxLength: 3 },
  { type: 'string', pattern: '^[0-9a-f]{24}$' },
  { type: 'string', format: 'email', maxLength: 12 },
  { type: 'integer', minimum: 3, multipleOf: 5 },
  { type: 'array', items: { type: 'string' }, minItems: 2, uniqueItems: true },
  { type: 'object', required: ['id'], properties: { name: { type: 'string' } } },
]) {
  const value = sample(schema);
  console.log(ajv.validate(schema, value), JSON.stringify(value));
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
true 1
true "str"
false "string"
false "user@example.com"
false 3
false ["string","string"]
false {"name":"string"}
EOF
echo "as described: openapi-sampler@1.7.9, ajv@8.20.0 and ajv-formats@3.0.1"
