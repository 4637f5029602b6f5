import * as z from "zod";
import { isObject } from "../../services/profiles/schema.ts";
import { BULK_LIMITS } from "./discovery.ts";
import { checkSchemas, inLowerCase } from "./read-resource.ts";
import { badValue, quoted, ScimError } from "./scim-error.ts";

const bulkRequest = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";

const operation = z.object({
  method: z.string().transform((method) => method.toUpperCase()),
  path: z.string(),
  bulkid: z.string().nullish(),
  version: z.string().nullish(),
  data: z.unknown().optional(),
});
/** One operation of a Bulk. */
export type Operation = Omit<z.output<typeof operation>, "bulkid"> & { bulkId: string | null | undefined };

/** Reads a Bulk. @throws ScimError (invalidSyntax, invalidValue, tooMany) */
export function operationsIn(body: unknown): { operations: Operation[]; failOnErrors: number } {
  const syntax = (message: string) => new ScimError(400, "invalidSyntax", message);
  const named = inLowerCase(body);
  if (!isObject(named)) throw syntax("Send a Bulk as a JSON object.");
  checkSchemas(named, bulkRequest);
  const { operations: sent, failonerrors: failOnErrors } = named;
  if (!Array.isArray(sent)) throw syntax("“Operations” must be a list.");
  if (sent.length > BULK_LIMITS.operations)
    throw new ScimError(
      413,
      "tooMany",
      `A Bulk can hold up to ${BULK_LIMITS.operations} operations. This has ${sent.length}.`,
    );
  const { success, data } = z.array(operation).safeParse(sent.map(inLowerCase));
  if (!success) throw syntax("Each operation is an object with “method” and “path” as text.");
  const operations = data.map(({ bulkid: bulkId, ...each }): Operation => ({ ...each, bulkId }));
  refuseSameIds(operations);
  const isLimit = typeof failOnErrors === "number" && Number.isInteger(failOnErrors) && failOnErrors > 0;
  if (failOnErrors !== undefined && failOnErrors !== null && !isLimit)
    throw syntax("“failOnErrors” must be a whole number above 0.");
  return { operations, failOnErrors: isLimit ? failOnErrors : Number.POSITIVE_INFINITY };
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
