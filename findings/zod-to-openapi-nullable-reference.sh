#!/bin/sh
# @asteasolutions/zod-to-openapi 9.1.0 describes a nullable named schema in a way that refuses null.
#
# Expected: manager: Person.nullable() accepts a person or null in the document, as in zod.
# Actual: it is an allOf of the reference and "an object or null". A null fails the first part,
#   which wants an object, so any validator of the document refuses it. A nullable string is
#   described correctly.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @asteasolutions/zod-to-openapi@9.1.0 zod@4.6.7 ajv@8.17.1
cat > run.mjs <<'EOF'
import { OpenApiGeneratorV31, OpenAPIRegistry, extendZodWithOpenApi } from '@asteasolutions/zod-to-openapi';
import Ajv from 'ajv/dist/2020.js';
import { z } from 'zod';
extendZodWithOpenApi(z);
const registry = new OpenAPIRegistry();
const Person = registry.register('Person', z.object({ name: z.string() }));
const Account = registry.register('Account', z.object({ manager: Person.nullable(), note: z.string().nullable() }));
const { components } = new OpenApiGeneratorV31(registry.definitions).generateComponents();
console.log(JSON.stringify(components.schemas.Account.properties.manager));
const valid = new Ajv.default({ strict: false }).compile({ components, $ref: '#/components/schemas/Account' });
for (const account of [{ manager: { name: 'Eve' }, note: null }, { manager: null, note: null }])
  console.log(Account.safeParse(account).success, valid(account));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
{"allOf":[{"$ref":"#/components/schemas/Person"},{"type":["object","null"]}]}
true true
true false
EOF
echo "as described: @asteasolutions/zod-to-openapi@9.1.0, zod@4.6.7 and ajv@8.17.1"
