import { cutOff } from "../../services/cut-off.ts";
import { type ScimAnswer, type ScimRequest, wrongMethod } from "./exchange.ts";
import { explain } from "./explain.ts";
import { type Operation, operationsIn } from "./read-bulk.ts";
import { ScimError } from "./scim-error.ts";

const bulkResponse = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";
/** How deep a resource is looked into for references: members are objects in a list. */
const DEEPEST = 8;
/** How many creations are carried out together: one transaction registers them. */
const MAX_TOGETHER = 50;
/** RFC 7644, 3.7: a Bulk reads nothing. */
const METHODS = ["POST", "PUT", "PATCH", "DELETE"];
const REFERENCE = /^bulkId:(.+)$/i;

/** What became of an operation (RFC 7644, 3.7). */
interface Outcome {
  method: string;
  bulkId?: string | undefined;
  version?: string | undefined;
  location?: string | undefined;
  status: string;
  response?: object | undefined;
}

/**
 * Carries out many operations, one after the other; one that refers to another by its `bulkId` comes after that. Creations of
 * users that follow each other are carried out together, in their order.
 */
export async function bulk(
  request: ScimRequest,
  carryOut: (request: ScimRequest) => Promise<ScimAnswer>,
): Promise<ScimAnswer> {
  const { operations, failOnErrors } = operationsIn(request.body());
  const outcomes: (Outcome | undefined)[] = operations.map(() => undefined);
  const made = new Map<string, string | null>();
  let failed = 0;
  const mayJoin = failOnErrors === Number.POSITIVE_INFINITY ? isCreation : () => false;
  for (const part of partsOf(inOrder(operations), (index) => mayJoin(operations[index]))) {
    if (failed >= failOnErrors) break;
    await Promise.all(
      part.map(async (index) => {
        const each = operations[index];
        if (!each) return;
        const { outcome, id } = await outcomeOf(request, each, made, carryOut);
        if (each.bulkId) made.set(each.bulkId, id);
        if (Number(outcome.status) >= 400) failed += 1;
        outcomes[index] = outcome;
      }),
    );
  }
  return {
    status: 200,
    body: { schemas: [bulkResponse], Operations: outcomes.filter((each) => each !== undefined) },
  };
}

/** Orders the operations as they stand, but each after those that it refers to. Those that refer to each other in a circle come last. */
function inOrder(operations: readonly Operation[]): number[] {
  const makers = new Map(operations.map(({ bulkId }, index) => [bulkId, index]));
  const needs = operations.map(({ path, data }) =>
    [...referencesIn(path.split("/")), ...referencesIn(data)].flatMap((id) => makers.get(id) ?? []),
  );
  const order: number[] = [];
  const done = new Set<number>();
  const waiting = new Map<number, number[]>();
  const missing = needs.map((of) => new Set(of).size);
  for (const [index, of] of needs.entries())
    for (const need of new Set(of)) waiting.set(need, [...(waiting.get(need) ?? []), index]);
  const take = (first: number) => {
    const next = [first];
    for (let index = next.shift(); index !== undefined; index = next.shift()) {
      if (done.has(index)) continue;
      done.add(index);
      order.push(index);
      for (const waiter of waiting.get(index) ?? []) {
        const left = (missing[waiter] ?? 0) - 1;
        missing[waiter] = left;
        // One that stands later has its turn then.
        if (left === 0 && waiter < index) next.push(waiter);
      }
    }
  };
  for (const index of operations.keys()) if (missing[index] === 0) take(index);
  for (const index of operations.keys()) take(index);
  return order;
}

/** Tells an operation that creates a user, and refers to nothing. */
function isCreation(operation: Operation | undefined): boolean {
  if (operation?.method !== "POST" || !/^\/?users\/?$/i.test(operation.path)) return false;
  return referencesIn(operation.data).length === 0;
}

/** Parts a list: neighbours that may be together are, up to 50; every other one is by itself. */
function partsOf(order: readonly number[], mayJoin: (index: number) => boolean): number[][] {
  const parts: number[][] = [];
  let open: number[] | null = null;
  for (const index of order) {
    const joins = mayJoin(index);
    if (joins && open && open.length < MAX_TOGETHER) open.push(index);
    else parts.push([index]);
    open = joins ? (parts.at(-1) ?? null) : null;
  }
  return parts;
}

function referencesIn(value: unknown, depth = 0): string[] {
  if (typeof value === "string") return REFERENCE.exec(value)?.slice(1, 2) ?? [];
  if (depth > DEEPEST || typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap((part) => referencesIn(part, depth + 1));
}

/** Puts the ids in the place of references. @throws ScimError (409) for one that nothing was made for */
function resolved(value: unknown, made: ReadonlyMap<string, string | null>, depth = 0): unknown {
  if (typeof value === "string") {
    const [, reference] = REFERENCE.exec(value) ?? [];
    if (reference === undefined) return value;
    const id = made.get(reference);
    if (id) return id;
    throw new ScimError(
      409,
      "invalidValue",
      `Nothing was made that bulkId:${cutOff(reference, 80)} stands for.`,
    );
  }
  if (depth > DEEPEST || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((part) => resolved(part, made, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, resolved(part, made, depth + 1)]),
  );
}

async function outcomeOf(
  request: ScimRequest,
  { method, path, bulkId, version, data }: Operation,
  made: ReadonlyMap<string, string | null>,
  carryOut: (request: ScimRequest) => Promise<ScimAnswer>,
): Promise<{ outcome: Outcome; id: string | null }> {
  const { address } = request.context;
  const about = { method, ...(bulkId && { bulkId }) };
  let at: string | undefined;
  try {
    const segments = path
      .replace(/^\/|\/$/g, "")
      .split("/")
      .map((segment) => String(resolved(segment, made)));
    checkPath(segments);
    if (!METHODS.includes(method)) throw wrongMethod(method, METHODS);
    if (segments.length === 2) at = `${address}/${endpointNamed(segments[0])}/${segments[1]}`;
    const sent = resolved(data, made);
    const { status, headers = {} } = await carryOut({
      ...request,
      method,
      segments,
      query: new URLSearchParams(),
      body: () => sent,
      ifMatch: version ?? undefined,
      ifNoneMatch: undefined,
    });
    const location = headers.Location ?? at;
    const outcome = {
      ...about,
      ...(headers.ETag && { version: headers.ETag }),
      location,
      status: String(status),
    };
    return { outcome, id: location?.slice(location.lastIndexOf("/") + 1) ?? null };
  } catch (error) {
    const refusal = explain(error, {
      conditional: version !== undefined && version !== null,
      isChange: true,
    });
    if (!refusal) throw error;
    const { status, body } = refusal;
    return {
      outcome: { ...about, ...(at && { location: at }), status: String(status), response: body },
      id: null,
    };
  }
}

/** Spells the name of an endpoint, which comes in any case. */
const endpointNamed = (name = "") => (name.toLowerCase() === "users" ? "Users" : "Groups");

function checkPath([type = "", id, ...more]: readonly string[]): void {
  const isResource = /^(?:users|groups)$/i.test(type) && id !== ".search" && more.length === 0;
  if (!isResource)
    throw new ScimError(400, "invalidPath", "An operation of a Bulk is about /Users or /Groups.");
}
