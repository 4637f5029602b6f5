import * as z from "zod";
import { beginningOf } from "../../services/cut-off.ts";
import type { Wanted } from "../../services/decisions/decide.ts";
import type { Question } from "../../services/decisions/decisions.ts";
import { subjectOf } from "../../services/decisions/subject.ts";
import { type ScopeKind, scopeKinds } from "../../services/groups/group-fields.ts";

const text = z.string("must be a string").min(1, "must not be empty");
/** Unknown fields are ignored, as the standard requires: newer clients may send more. */
const attributes = z.looseObject({}, "must be an object");
/** The parts of a context, or of a resource's properties, that narrow a question down. */
const narrowing = z.looseObject(
  { service: text.optional(), project: text.optional(), region: text.optional() },
  "must be an object",
);

const subjectType = { type: text, properties: attributes.optional() };
const resourceType = { type: text, properties: narrowing.optional() };
const entity = "must be an object";

const subject = z.object({ ...subjectType, id: text }, entity);
const resource = z.object({ ...resourceType, id: text }, entity);
const action = z.object({ name: text, properties: attributes.optional() }, entity);
const context = narrowing.optional();

/** The request of AuthZEN's Access Evaluation API. */
export const evaluationRequest = z.object({ subject, action, resource, context }, "must be an object");
export type EvaluationRequest = z.output<typeof evaluationRequest>;

const page = z
  .object(
    {
      token: z.string("must be a string").optional(),
      limit: z.int("must be a whole number").min(0, "must not be negative").optional(),
      properties: attributes.optional(),
    },
    "must be an object",
  )
  .optional();

/** The requests of its search APIs: the same, without the id of what is searched for. */
export const subjectSearch = z.object(
  { subject: z.object(subjectType, entity), action, resource, context, page },
  "must be an object",
);
export const resourceSearch = z.object(
  { subject, action, resource: z.object(resourceType, entity), context, page },
  "must be an object",
);
export const actionSearch = z.object({ subject, resource, context, page }, "must be an object");
export type Page = z.output<typeof page>;

/** The kinds of resources, by their type. */
const kinds: ReadonlyMap<string, ScopeKind> = new Map([
  ["service", "services"],
  ["project", "projects"],
  ["region", "regions"],
]);

/** Returns the kind of a resource type; undefined for one that we don't decide about. */
export const kindOf = (type: string): ScopeKind | undefined => kinds.get(type);

/** A question, or the type in it that we don't decide about. */
export type ReadQuestion =
  | { kind: "question"; question: Question }
  | { kind: "unknown_type"; code: "unknown_subject_type" | "unknown_resource_type"; type: string };

/** Reads a question. */
export function questionOf(request: EvaluationRequest): ReadQuestion {
  const { subject, resource, action } = request;
  if (subject.type !== "user")
    return { kind: "unknown_type", code: "unknown_subject_type", type: subject.type };
  const kind = kindOf(resource.type);
  if (!kind) return { kind: "unknown_type", code: "unknown_resource_type", type: resource.type };
  const wanted = wantedOf(request, action.name);
  wanted[kind].push(resource.id);
  return { kind: "question", question: { subject: subjectOf(subject.id), wanted } };
}

interface Narrowed {
  resource: { properties?: z.output<typeof narrowing> | undefined };
  context?: z.output<typeof narrowing> | undefined;
}

/** Reads what the context and the resource's properties require besides the resource: all of it counts. */
export function wantedOf({ resource, context }: Narrowed, action: string | null) {
  const wanted: Wanted & Record<ScopeKind, string[]> = { services: [], projects: [], regions: [], action };
  for (const from of [resource.properties, context]) {
    if (!from) continue;
    for (const [type, kind] of kinds) {
      const name = from[type];
      if (typeof name === "string") wanted[kind].push(name);
    }
  }
  for (const kind of scopeKinds) if (wanted[kind].length > 1) wanted[kind] = [...new Set(wanted[kind])];
  return wanted;
}

/** Names the faults of a request: *subject.id is missing*. */
export function faultsOf(error: z.ZodError): string {
  return error.issues
    .slice(0, 5)
    .map(({ path, message, code, input }) => {
      const field = beginningOf(path.map(String).join("."), 100) || "The body";
      return code === "invalid_type" && input === undefined ? `${field} is missing` : `${field} ${message}`;
    })
    .join("; ");
}
