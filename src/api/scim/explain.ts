import { isAway } from "../../models/mongo-errors.ts";
import { DatabaseUnavailable, type DomainError, isDomainError } from "../../services/errors.ts";
import { retryHeaders } from "../problem.ts";
import { errorBody, ScimError, type ScimType } from "./scim-error.ts";

/** How a refusal is answered. */
export interface Explained {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: object;
}

/** The kind of fault for each domain error; 400 for those not listed. */
const faults: Partial<Record<DomainError["code"], [status: number, scimType: ScimType | null]>> = {
  filter_too_wide: [400, "invalidFilter"],
  group_built_in: [409, "mutability"],
  group_changed: [409, null],
  group_deleted: [404, null],
  group_managed: [409, "mutability"],
  identifier_taken: [409, "uniqueness"],
  invalid_fields: [400, "invalidValue"],
  last_admin: [409, null],
  limit_reached: [429, null],
  not_admin: [403, null],
  not_found: [404, null],
  not_permitted: [403, null],
  user_changed: [409, null],
};

/**
 * Explains an error in SCIM's format, in the sentence that Slack would show; null if it is a fault of ours.
 *
 * @param conditional whether the request had an `If-Match`
 * @param isChange whether it changes something, and has begun
 */
export function explain(
  error: unknown,
  { conditional, isChange }: { conditional: boolean; isChange: boolean },
): Explained | null {
  if (error instanceof ScimError)
    return explained(error.status, error.scimType, error.message, error.headers);
  if (error instanceof DatabaseUnavailable || isAway(error)) {
    // It may have gone away after the change was made, while the answer was read.
    const away = error instanceof DatabaseUnavailable ? error : new DatabaseUnavailable({ unsure: isChange });
    return explained(503, null, away.sentence(), { "Retry-After": "10" });
  }
  if (!isDomainError(error)) return null;
  const { code } = error;
  const [status, scimType] = faults[code] ?? [400, null];
  const isOvertaken = conditional && (code === "user_changed" || code === "group_changed");
  return explained(isOvertaken ? 412 : status, scimType, error.sentence(), retryHeaders(error));
}

function explained(
  status: number,
  scimType: ScimType | null,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): Explained {
  return { status, headers, body: errorBody(status, scimType, detail) };
}
