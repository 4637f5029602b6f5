import * as z from "zod";
import { documented, wholeNumber } from "./schemas.ts";

const USUAL_LIMIT = 50;
/** Percent-encoded, it still fits into the headers that Node accepts. */
const LONGEST_CURSOR = 1_000;

/** The most rows that a page can have. */
export const limit = wholeNumber(1, 100)
  .default(USUAL_LIMIT)
  .register(documented, {
    description: "The most items a page can have.",
    json: { type: "integer", minimum: 1, maximum: 100, default: USUAL_LIMIT },
  });

/**
 * Creates the query parameter for where a page starts: opaque to clients, and checked by the schema once decoded.
 *
 * @param position where a page can start; making one up reveals nothing that the client could not read anyway
 */
export function cursorAt<T extends z.ZodType>(position: T) {
  return z
    .string()
    .max(LONGEST_CURSOR)
    .transform((text, context): unknown => {
      try {
        return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
      } catch {
        return badCursor(context);
      }
    })
    .transform((decoded, context): z.output<T> => {
      const { success, data } = position.safeParse(decoded);
      return success ? data : badCursor(context);
    })
    .optional()
    .register(documented, {
      description: "Where the page starts: `next` of the previous page. Without it, at the beginning.",
      json: { type: "string", maxLength: LONGEST_CURSOR },
    });
}

function badCursor(context: z.core.$RefinementCtx): never {
  context.addIssue({ code: "custom", message: "is not `next` of any page" });
  return z.NEVER;
}

/** Creates the schema of a page. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.strictObject({
    items: z.array(item),
    next: z
      .string()
      .nullable()
      .register(documented, { description: "The cursor of the next page; null on the last." }),
  });
}

/**
 * Returns a page.
 *
 * @param next where the next page starts, in the form of the cursor's schema; null on the last one
 */
export function page<T>(items: T[], next: unknown) {
  const cursor = next === null ? null : Buffer.from(JSON.stringify(next)).toString("base64url");
  return { status: 200 as const, body: { items, next: cursor }, next: cursor };
}
