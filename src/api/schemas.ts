import * as z from "zod";
import { objectId as anyObjectId } from "../services/object-id.ts";

/** What the reference says about a schema, besides the schema itself. */
interface Documentation {
  /** Its name among the reference's schemas, by which it is referred to. */
  id?: string;
  description?: string;
  /** Its JSON Schema, if zod can't derive it: text in a path or query becomes something else once read. */
  json?: z.core.JSONSchema.BaseSchema;
}

/** Documentation of schemas: `z.string().register(documented, { description: "…" })`. */
export const documented = z.registry<Documentation>();

/** The id of something, as 24 hexadecimal digits. */
export const objectId = anyObjectId.clone().register(documented, {
  description: "24 hexadecimal digits.",
});

/** A whole number in a path or query. */
export function wholeNumber(least: number, most: number) {
  return z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((n) => n >= least && n <= most, `must be a whole number from ${least} to ${most}`)
    .register(documented, { json: { type: "integer", minimum: least, maximum: most } });
}

/** A moment in an answer: RFC 3339, in UTC. */
export const moment = z.iso.datetime();

/** An instant (RFC 3339), or a day, as text. */
export function instantOrDay(error: string) {
  return (
    z
      .string(error)
      // RFC 3339 allows t and z as well. A plus that was not encoded is a space in a query.
      .transform((text) => text.toUpperCase().replace(/ (?=\d\d:\d\d$)/, "+"))
      .pipe(z.union([z.iso.datetime({ offset: true }), z.iso.date()], { error }))
  );
}

/**
 * A moment in a request: an instant (RFC 3339), or a day, which stands for its beginning in UTC.
 */
export const givenMoment = instantOrDay(
  "must be an instant such as 2026-03-03T14:00:00Z, or a day such as 2026-03-03",
)
  .transform((text) => new Date(text))
  .register(documented, {
    description: "An instant (RFC 3339), or a day, which stands for its beginning in UTC.",
    json: {
      anyOf: [
        { type: "string", format: "date-time" },
        { type: "string", format: "date" },
      ],
    },
  });

/** Returns the parameters of a query that may be given several times. */
export function listsIn({ shape }: z.ZodObject): Set<string> {
  return new Set(Object.keys(shape).filter((name) => isList(shape[name])));
}

function isList(schema: unknown): boolean {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return isList(schema.unwrap());
  return schema instanceof z.ZodArray;
}
