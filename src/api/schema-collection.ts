import * as z from "zod";
import { documented } from "./schemas.ts";

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The pattern of any text that we accept: JSON and queries can contain NUL, which we refuse. */
export const ANY_TEXT = "^[^\\x00]*$";

/** Turns zod schemas into JSON Schema, and collects the named ones, so that each is described once. */
export class SchemaCollection {
  readonly named: Record<string, JsonSchema> = {};

  /** Describes what is sent to us: fields with a default may be left out. */
  input(schema: z.ZodType): JsonSchema {
    return this.#describe(schema, "input");
  }

  /** Describes what we answer. */
  output(schema: z.ZodType): JsonSchema {
    return this.#describe(schema, "output");
  }

  #describe(schema: z.ZodType, io: "input" | "output"): JsonSchema {
    const made = z.toJSONSchema(schema, {
      io,
      metadata: documented,
      override({ zodSchema, jsonSchema }) {
        amend(zodSchema, jsonSchema);
        if (io === "input" && mayBeAnyText(jsonSchema)) jsonSchema.pattern = ANY_TEXT;
      },
    });
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

/** Adds what only the registry knows, and leaves out what a format implies. */
function amend(zodSchema: z.core.$ZodTypes, jsonSchema: JsonSchema): void {
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

function mayBeAnyText({ type, ...limits }: JsonSchema): boolean {
  return type === "string" && !["pattern", "format", "enum", "const"].some((limit) => limit in limits);
}

/** Refuses patterns with flags, which JSON Schema lacks: they would mean something different there. */
function refuseFlags({ _zod }: z.core.$ZodTypes): void {
  const { patterns } = _zod.bag;
  if (!(patterns instanceof Set)) return;
  for (const pattern of patterns)
    if (pattern instanceof RegExp && /[imsy]/.test(pattern.flags))
      throw new Error(
        `${pattern} has flags, which JSON Schema lacks. Write it without, or document it with \`json\`.`,
      );
}
