#!/bin/sh
# json-schema-to-zod 2.8.1 ignores required for a property that isn't described next to it.
#
# Expected: {"type": "object", "required": ["email"]} refuses {}, and so does "an email or a phone
#   number", written as an anyOf of two such schemas next to the properties; anything zod can't
#   express is an error.
# Actual (2 December 2026): both become schemas that accept {}. minProperties and dependentRequired
#   are ignored too. ajv 8.20.0 refuses all four.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts json-schema-to-zod@2.8.1 zod@4.6.7 ajv@8.20.0
cat > run.mjs <<'EOF'
import { Ajv2020 } from 'ajv/dist/2020.js';
import { jsonSchemaToZod } from 'json-schema-to-zod';
import { z } from 'zod';
const properties = { email: { type: 'string' }, phone: { type: 'string' } };
const cases = [
  [{ type: 'object', properties, required: ['email'] }, {}],
  [{ type: 'object', required: ['email'] }, {}],
  [{ type: 'object', properties, anyOf: [{ required: ['email'] }, { required: ['phone'] }] }, {}],
  [{ type: 'object', properties, minProperties: 1 }, {}],
  [{ type: 'object', properties, dependentRequired: { phone: ['email'] } }, { phone: '1' }],
];
for (const [schema, value] of cases) {
  const made = new Function('z', `return ${jsonSchemaToZod(schema)}`)(z);
  console.log('ajv', new Ajv2020({ strict: false }).validate(schema, value), 'zod', made.safeParse(value).success);
}
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
ajv false zod false
ajv false zod true
ajv false zod true
ajv false zod true
ajv false zod true
EOF
echo "as described: json-schema-to-zod@2.8.1, zod@4.6.7, ajv@8.20.0"
