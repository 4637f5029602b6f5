import type { ComponentChildren } from "preact";
import { ANY_TEXT, type JsonSchema } from "../schema-collection.ts";
import { phrases } from "./prose.tsx";

type AnySchema = JsonSchema | boolean;

const NAMED = "#/components/schemas/";

/** Returns the anchor of a schema on the page. */
export const schemaAnchor = (name: string) => `schema-${name}`;

/** Draws a value's fields, or its type. */
export function Schema({ schema }: { schema: AnySchema }) {
  const object = insideOf(schema);
  return (
    <>
      {!asObject(schema) && <p>{typeOf(schema)}</p>}
      {limitsOf(schema)}
      {object && <Fields schema={object} />}
    </>
  );
}

/** Draws the fields of an object, one below the other. */
function Fields({ schema }: { schema: JsonSchema }) {
  const { properties = {}, required = [], additionalProperties } = schema;
  return (
    <dl class="fields">
      {Object.entries(properties).map(([name, property]) => (
        <Field key={name} name={name} schema={property} optional={!required.includes(name)} />
      ))}
      {typeof additionalProperties === "object" && Object.keys(additionalProperties).length > 0 && (
        <Field name="…" schema={additionalProperties} optional />
      )}
    </dl>
  );
}

/** Draws one field or parameter. */
export function Field({
  name,
  schema,
  optional,
  description,
}: {
  name: string;
  schema: AnySchema;
  optional: boolean;
  description?: string;
}) {
  const said = description ?? (typeof schema === "object" ? schema.description : undefined);
  const inside = insideOf(schema);
  return (
    <div>
      <dt>
        <code>{name}</code> <span class="type">{typeOf(schema)}</span>
        {optional && <span class="optional">optional</span>}
      </dt>
      <dd>
        {said && <p>{phrases(said)}</p>}
        {limitsOf(schema)}
        {inside && <Fields schema={inside} />}
      </dd>
    </div>
  );
}

function asObject(schema: AnySchema): JsonSchema | null {
  return typeof schema === "object" && schema.properties !== undefined ? schema : null;
}

/** Finds the object whose fields are drawn inside a field: the field itself, or the items of its list. */
function insideOf(schema: AnySchema): JsonSchema | null {
  const items = typeof schema === "object" ? schema.items : undefined;
  return asObject(schema) ?? (items === undefined || Array.isArray(items) ? null : asObject(items));
}

/** Singular and plural. */
const words: Record<string, readonly [string, string]> = {
  integer: ["integer", "integers"],
  number: ["number", "numbers"],
  boolean: ["boolean", "booleans"],
  string: ["string", "strings"],
  null: ["null", "null"],
  object: ["object", "objects"],
  array: ["list", "lists"],
};
const formats: Record<string, readonly [string, string]> = {
  "date-time": ["timestamp", "timestamps"],
  date: ["date", "dates"],
  email: ["email address", "email addresses"],
  uri: ["URL", "URLs"],
};

/** Returns a value's type in a few words. */
function typeOf(schema: AnySchema, several = false): ComponentChildren {
  if (typeof schema === "boolean") return "anything";
  if (schema.$ref?.startsWith(NAMED)) {
    const name = schema.$ref.slice(NAMED.length);
    return <a href={`#${schemaAnchor(name)}`}>{name}</a>;
  }
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices)
    return joined(
      choices.map((each) => typeOf(each, several)),
      " or ",
    );
  if (schema.const !== undefined) return <code>{JSON.stringify(schema.const)}</code>;
  if (schema.enum)
    return joined(
      schema.enum.map((value) => <code key={String(value)}>{String(value)}</code>),
      " · ",
    );
  if (schema.type === "array")
    return <>list of {Array.isArray(schema.items) ? "values" : typeOf(schema.items ?? true, true)}</>;
  const types = [schema.type ?? "anything"].flat();
  return types
    .map(
      (type) => (type === "string" ? formats[schema.format ?? ""] : undefined) ?? words[type] ?? [type, type],
    )
    .map(([one, more]) => (several ? more : one))
    .join(" or ");
}

function joined(parts: readonly ComponentChildren[], by: string): ComponentChildren {
  return parts.flatMap((part, n) => (n === 0 ? [part] : [by, part]));
}

/** Draws the limits of a value, as small print. */
function limitsOf(schema: AnySchema) {
  if (typeof schema === "boolean") return null;
  const { minimum, maximum, minLength, maxLength, minItems, maxItems, pattern, default: usual } = schema;
  const limits = [
    within(minimum, maximum, ""),
    within(minLength, maxLength, " characters"),
    within(minItems, maxItems, " items"),
    usual === undefined ? null : `${JSON.stringify(usual)} by default`,
  ].filter((limit) => limit !== null);
  const hasPattern = pattern !== undefined && pattern !== ANY_TEXT;
  if (limits.length === 0 && !hasPattern) return null;
  return (
    <p class="limits">
      {limits.join(", ")}
      {limits.length > 0 && hasPattern && ", "}
      {hasPattern && <code>{pattern}</code>}
    </p>
  );
}

function within(least: number | undefined, most: number | undefined, of: string): string | null {
  const [low, high] = [limit(least), limit(most)];
  if (low !== null && high !== null) return `${low} to ${high}${of}`;
  if (high !== null) return `at most ${high}${of}`;
  return low === null || least === 0 ? null : `at least ${low}${of}`;
}

/** Formats a limit; null if every number is within it. */
function limit(value: number | undefined): string | null {
  return value === undefined || Math.abs(value) >= Number.MAX_SAFE_INTEGER
    ? null
    : value.toLocaleString("en-GB");
}
