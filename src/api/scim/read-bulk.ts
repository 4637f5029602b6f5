import * as z from "zod";
import { isObject } from "../../services/profiles/schema.ts";
import { BULK_LIMITS } from "./discovery.ts";
import { checkSchemas } from "./read-resource.ts";
import { badValue, quoted, ScimError } from "./scim-error.ts";

const bulkRequest = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";

const operation = z.object({
  method: z.string().transform((method) => method.toUpperCase()),
  path: z.string(),
  bulkId: z.string().nullish(),
  version: z.string().nullish(),
  data: z.unknown().optional(),
});
/** One operation of a Bulk. */
export type Operation = z.output<typeof operation>;

/** Reads a Bulk. @throws ScimError (invalidSyntax, invalidValue, tooMany) */
export function operationsIn(body: unknown): { operations: Operation[]; failOnErrors: number } {
  const syntax = (message: string) => new ScimError(400, "invalidSyntax", message);
  if (!isObject(body)) throw syntax("Send a Bulk as a JSON object.");
  checkSchemas(body, bulkRequest);
  const { Operations: sent, failOnErrors } = body;
  if (!Array.isArray(sent)) throw syntax("“Operations” must be a list.");
  if (sent.length > BULK_LIMITS.operations)
    throw new ScimError(
      413,
      "tooMany",
      `A Bulk can hold up to ${BULK_LIMITS.operations} operations. This has ${sent.length}.`,
    );
  const { success, data } = z.array(operation).safeParse(sent);
  if (!success) throw syntax("Each operation is an object with “method” and “path” as text.");
  refuseSameIds(data);
  const isLimit = typeof failOnErrors === "number" && Number.isInteger(failOnErrors) && failOnErrors > 0;
  if (failOnErrors !== undefined && failOnErrors !== null && !isLimit)
    throw syntax("“failOnErrors” must be a whole number above 0.");
  return { operations: data, failOnErrors: isLimit ? failOnErrors : Number.POSITIVE_INFINITY };
}

/** Refuses two operations with the same bulkId: a reference could mean either (RFC 7644, 3.7). */
function refuseSameIds(operations: readonly Operation[]): void {
  const seen = new Set<string>();
  for (const { bulkId } of operations) {
    if (!bulkId) continue;
    if (seen.has(bulkId)) throw badValue(`${quoted(bulkId)} is the bulkId of more than one operation.`);
    seen.add(bulkId);
  }
}
