import { z } from "zod";
import { documented } from "./schemas.ts";

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** Turns zod schemas into JSON Schema, and collects those that have a name: each is described once. */
export class SchemaCollection {
  readonly named: Record<string, JsonSchema> = {};

  /** Describes what is sent to us: what has a default may be left out. */
  input(schema: z.ZodType): JsonSchema {
    return this.#describe(schema, "input");
  }

  /** Describes what we answer. */
  output(schema: z.ZodType): JsonSchema {
    return this.#describe(schema, "output");
  }

  #describe(schema: z.ZodType, io: "input" | "output"): JsonSchema {
    const made = z.toJSONSchema(schema, { io, metadata: documented, override });
    const { $schema, $defs = {}, ...own } = referringToComponents(made);
    for (const [name, definition] of Object.entries($defs)) this.#add(name, definition);
    return own;
  }

  #add(name: string, definition: JsonSchema): void {
    const known = this.named[name];
    if (known && JSON.stringify(known) !== JSON.stringify(definition))
      throw new Error(
        `Two schemas are named ${name}. If one is sent and one is answered, name them differently.`,
      );
    this.named[name] = definition;
  }
}

function referringToComponents(schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'));
}

/** Puts in what only the registry knows, and leaves out what a format says already. */
function override({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: JsonSchema }): void {
  if (zodSchema instanceof z.ZodType) {
    const { json, description } = documented.get(zodSchema) ?? {};
    if (json) {
      for (const name of Object.keys(jsonSchema)) Reflect.deleteProperty(jsonSchema, name);
      Object.assign(jsonSchema, json, description !== undefined && { description });
    }
  }
  if (jsonSchema.format === "date-time" || jsonSchema.format === "date") delete jsonSchema.pattern;
  refuseFlags(zodSchema);
}

/** JSON Schema has no flags: a pattern that needs one would say something else there. */
function refuseFlags({ _zod }: z.core.$ZodTypes): void {
  const { patterns } = _zod.bag;
  if (!(patterns instanceof Set)) return;
  for (const pattern of patterns)
    if (pattern instanceof RegExp && /[imsy]/.test(pattern.flags))
      throw new Error(
        `${pattern} has flags, which JSON Schema lacks. Write it without, or document it with \`json\`.`,
      );
}
