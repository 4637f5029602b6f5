import { STATUS_CODES } from "node:http";
import * as z from "zod";
import type { ApiRefusal } from "../http/mounts.ts";
import { isAway } from "../models/mongo-errors.ts";
import { beginningOf } from "../services/cut-off.ts";
import { DAY_MS } from "../services/durations.ts";
import { DatabaseUnavailable, type DomainError, InvalidFields, isDomainError } from "../services/errors.ts";
import { documented } from "./schemas.ts";

export const PROBLEM_TYPE = "application/problem+json";

const fieldError = z.strictObject({
  in: z.enum(["path", "query", "header", "body"]),
  field: z
    .string()
    .register(documented, { description: "Such as `limit`, or `emails.3`; empty for the whole." }),
  detail: z.string(),
});

/** The fault of one field of a request. */
export type FieldError = z.output<typeof fieldError>;

/** Why a request was refused, in the format of RFC 9457. */
export const problem = z
  .looseObject({
    type: z
      .string()
      .register(documented, { description: "`about:blank`, unless a standard names the problem." }),
    title: z.string().register(documented, { description: "The status, in words." }),
    status: z.int().min(400).max(599),
    code: z.string().register(documented, {
      description: "What happened, for programs. Codes are stable; sentences may change.",
    }),
    detail: z.string().register(documented, {
      description: "What happened and what to do next, for people.",
    }),
    errors: z
      .array(fieldError)
      .optional()
      .register(documented, { description: "The fields that can't be read." }),
  })
  .register(documented, { id: "Problem", description: "Why a request was refused (RFC 9457)." });

/** A problem and its headers. */
export interface Problem extends z.output<typeof problem> {
  headers?: Record<string, string> | undefined;
}

/** Thrown when a request is refused. */
export class RequestRefused extends Error {
  /** @param more additional members of the problem */
  constructor(
    readonly refusal: ApiRefusal,
    readonly more: Record<string, unknown> = {},
  ) {
    super(refusal.detail);
  }
}

const MAX_FAULTS = 20;
const LONGEST_NAME = 100;

/** Lists the faults that a schema found, field by field. */
export function faultsIn(where: FieldError["in"], error: z.ZodError | undefined): FieldError[] {
  const faults = (error?.issues ?? []).flatMap((issue) => {
    const place = issue.path.map(String);
    if (place.length === 0 && issue.code === "invalid_type")
      return [{ field: "", detail: `The ${where} ${issue.message}.` }];
    if (issue.code !== "unrecognized_keys") return [{ field: place.join("."), detail: issue.message }];
    return issue.keys.map((key) => ({ field: [...place, key].join("."), detail: "is unknown" }));
  });
  return faults
    .slice(0, MAX_FAULTS)
    .map(({ field, detail }) => ({ in: where, field: beginningOf(field, LONGEST_NAME), detail }));
}

/** Refuses what can't be read, naming each field. */
export function unreadable(errors: readonly FieldError[]): RequestRefused {
  const named = errors.map(({ field, detail }) => (field === "" ? detail : `${field}: ${detail}`));
  return new RequestRefused(
    { status: 400, code: "invalid_request", detail: `This can’t be read. ${named.join("; ")}` },
    { errors },
  );
}

/** The status for each domain error. */
export const statuses: Record<DomainError["code"], number> = {
  access_ended: 409,
  admin_exists: 409,
  admin_needs_approval: 403,
  already_pending: 409,
  already_registered: 409,
  cannot_link: 409,
  client_changed: 409,
  cursor_outdated: 410,
  export_running: 409,
  filter_too_wide: 400,
  group_built_in: 409,
  group_changed: 409,
  group_deleted: 404,
  group_managed: 409,
  identifier_taken: 409,
  import_limit: 429,
  import_unreadable: 422,
  invalid_fields: 422,
  invite_edited: 409,
  invite_resent: 409,
  invite_settled: 409,
  last_admin: 409,
  limit_reached: 429,
  no_other_admin: 409,
  not_admin: 403,
  not_found: 404,
  not_permitted: 403,
  not_registered: 403,
  confirmation_needed: 403,
  own_membership: 403,
  own_request: 403,
  request_settled: 409,
  run_changed: 409,
  review_ended: 409,
  reviewed_already: 409,
  try_again: 503,
  user_changed: 409,
  webhook_changed: 409,
  webhook_off: 409,
  webhooks_unavailable: 503,
};

/** The errors that mean somebody else was first: 412 with If-Match. */
export const overtaken: readonly DomainError["code"][] = [
  "group_changed",
  "group_deleted",
  "invite_edited",
  "invite_resent",
  "invite_settled",
  "request_settled",
  "run_changed",
  "user_changed",
  "webhook_changed",
];

/** Tells whether an error means that somebody else was first. */
export function isOvertaken(error: unknown): boolean {
  return isDomainError(error) && overtaken.includes(error.code);
}

/**
 * Explains an error to an API client, in the sentence that Slack would show; null if it is a fault of ours.
 *
 * @param conditional whether the request had an `If-Match`
 * @param isChange whether it changes something, and has begun
 */
export function problemOf(
  error: unknown,
  { conditional, isChange }: { conditional: boolean; isChange: boolean },
): Problem | null {
  if (error instanceof RequestRefused) return { ...asProblem(error.refusal), ...error.more };
  if (error instanceof DatabaseUnavailable) return unavailable(error);
  // The database may have gone away after the change was made, while the answer was read.
  if (isAway(error)) return unavailable(new DatabaseUnavailable({ unsure: isChange }));
  if (!isDomainError(error)) return null;
  const status = conditional && isOvertaken(error) ? 412 : statuses[error.code];
  return {
    ...asProblem({ status, code: error.code, detail: error.sentence(), headers: retryHeaders(error) }),
    ...(error instanceof InvalidFields && { errors: errorsOf(error) }),
  };
}

/** Tells when to retry: daily limits reset at midnight UTC. */
export function retryHeaders({ code }: DomainError): Record<string, string> | undefined {
  if (code !== "limit_reached" && code !== "import_limit") return undefined;
  return { "Retry-After": String(Math.ceil((DAY_MS - (Date.now() % DAY_MS)) / 1000)) };
}

function unavailable(error: DatabaseUnavailable): Problem {
  const { code } = error;
  const headers = { "Retry-After": "10" };
  return asProblem({ status: statuses[code], code, detail: error.sentence(), headers });
}

function errorsOf({ fields }: InvalidFields): FieldError[] {
  return Object.entries(fields).map(([field, detail]) => ({ in: "body", field, detail }));
}

/** Writes a refusal as a problem. */
export function asProblem({ status, code, detail, headers }: ApiRefusal): Problem {
  return { type: "about:blank", title: STATUS_CODES[status] ?? "", status, code, detail, headers };
}
