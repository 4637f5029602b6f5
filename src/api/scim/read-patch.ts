import * as z from "zod";
import type { Filter } from "../../services/profiles/filter.ts";
import { isObject, type ResourceType } from "../../services/profiles/schema.ts";
import { type AttributeTarget, type PatchTarget, patchTarget } from "./patch-path.ts";
import { checkSchemas, entriesOf, inLowerCase } from "./read-resource.ts";
import { badValue, quoted, ScimError } from "./scim-error.ts";

const MAX_OPERATIONS = 500;
/** For all paths of one PATCH: each is tried on every value of a list, which may hold long texts. */
const MAX_CONDITIONS = 100;
/** For all lists of one PATCH except members: each value is compared with every existing one. */
const MAX_LISTED = 1_000;
/** For the members in all lists of one PATCH. */
const MAX_MEMBERS = 20_000;
const patchOp = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/** One change of one target. */
export interface PatchStep {
  op: "add" | "replace" | "remove";
  target: PatchTarget;
  /** As it was sent. */
  value: unknown;
}

const operation = z.object({
  op: z.string(),
  path: z.string().nullish(),
  value: z.unknown().optional(),
});

/**
 * Reads the operations of a PATCH as steps, each with its target. A value without a path is split up: each of its keys
 * is the path of a step; keys that no schema names, or that only the server writes, are left out.
 *
 * @throws ScimError with a sentence
 */
export function readPatch(type: ResourceType, body: unknown): PatchStep[] {
  const named = inLowerCase(body);
  if (!isObject(named)) throw syntax("Send a PATCH as a JSON object.");
  checkSchemas(named, patchOp);
  const { operations: sent } = named;
  if (!Array.isArray(sent) || sent.length === 0)
    throw syntax("“Operations” must be a list with at least one operation.");
  if (sent.length > MAX_OPERATIONS)
    throw new ScimError(
      413,
      "tooMany",
      `A PATCH can have up to ${MAX_OPERATIONS} operations. This has ${sent.length}.`,
    );
  const steps = sent.flatMap((each) => stepsOf(type, each));
  const conditions = steps.reduce((sum, { target }) => sum + conditionsOf(target), 0);
  if (conditions > MAX_CONDITIONS)
    throw new ScimError(
      413,
      "tooMany",
      `The paths of a PATCH can have up to ${MAX_CONDITIONS} conditions in all.`,
    );
  checkListed(steps.filter(namesMembers), MAX_MEMBERS, "members");
  checkListed(
    steps.filter((each) => !namesMembers(each)),
    MAX_LISTED,
    "values in its lists",
  );
  return steps;
}

const namesMembers = ({ target }: PatchStep) =>
  target.kind === "attribute" && target.attribute.name === "members";

function checkListed(steps: readonly PatchStep[], most: number, what: string): void {
  const listed = steps.reduce((sum, { value }) => sum + (Array.isArray(value) ? value.length : 0), 0);
  if (listed > most) throw new ScimError(413, "tooMany", `A PATCH can have up to ${most} ${what} in all.`);
}

/** Counts the conditions in a path; those that name members are read, not tried. */
function conditionsOf(target: PatchTarget): number {
  if (target.kind !== "attribute" || !target.filter || target.attribute.name === "members") return 0;
  return countConditions(target.filter);
}

function countConditions(filter: Filter): number {
  switch (filter.kind) {
    case "and":
    case "or":
      return filter.filters.reduce((sum, each) => sum + countConditions(each), 0);
    case "not":
    case "element":
      return countConditions(filter.filter);
    default:
      return 1;
  }
}

const syntax = (message: string) => new ScimError(400, "invalidSyntax", message);

function stepsOf(type: ResourceType, sent: unknown): PatchStep[] {
  const { success, data } = operation.safeParse(inLowerCase(sent));
  if (!success) throw syntax("Each operation is an object with “op”, and “path” as text where there is one.");
  const op = opNamed(data.op);
  if (data.path) return [step(type, op, data.path, data.value)];
  if (op === "remove") throw new ScimError(400, "noTarget", "Name in “path” what to remove.");
  if (!isObject(data.value)) throw badValue("Without a “path”, the value must be an object with attributes.");
  return entriesOf(data.value).flatMap(([key, value]) => keyStep(type, op, key, value));
}

function opNamed(sent: string): PatchStep["op"] {
  const op = sent.toLowerCase();
  if (op === "add" || op === "replace" || op === "remove") return op;
  throw syntax(`${quoted(sent)} is not an operation. Use add, replace or remove.`);
}

function step(type: ResourceType, op: PatchStep["op"], path: string, value: unknown): PatchStep {
  const target = patchTarget(type, path);
  if (target.kind === "attribute" && isReadOnly(target))
    throw new ScimError(400, "mutability", `${quoted(path)} can't be changed: only the server writes it.`);
  if (op !== "remove" && value === undefined)
    throw badValue(`The operation on ${quoted(path)} needs a value.`);
  return { op, target, value };
}

const isReadOnly = ({ attribute, sub }: AttributeTarget) => (sub ?? attribute).mutability === "readOnly";

function keyStep(type: ResourceType, op: "add" | "replace", key: string, value: unknown): PatchStep[] {
  const target = targetOfKey(type, key);
  if (!target || (target.kind === "attribute" && isReadOnly(target))) return [];
  return [{ op, target, value }];
}

function targetOfKey(type: ResourceType, key: string): PatchTarget | null {
  try {
    return patchTarget(type, key);
  } catch (error) {
    if (error instanceof ScimError && error.scimType === "invalidPath") return null;
    throw error;
  }
}
