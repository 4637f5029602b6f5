import { cutOff } from "../../services/cut-off.ts";
import { type ScimAnswer, type ScimRequest, wrongMethod } from "./exchange.ts";
import { explain } from "./explain.ts";
import { type Operation, operationsIn } from "./read-bulk.ts";
import { ScimError } from "./scim-error.ts";

const bulkResponse = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";
/** How deep a resource is searched for references: members are objects in a list. */
const DEEPEST = 8;
/** How many creations are carried out together, in one transaction. */
const MAX_TOGETHER = 50;
/** How long operations are begun: load balancers wait a minute for the answer, and one operation takes up to 10 s. */
const LONGEST_MS = 45_000;
/** RFC 7644, 3.7: a Bulk reads nothing. */
const METHODS = ["POST", "PUT", "PATCH", "DELETE"];
const REFERENCE = /^bulkId:(.+)$/i;

/** The outcome of an operation (RFC 7644, 3.7). */
interface Outcome {
  method: string;
  bulkId?: string | undefined;
  version?: string | undefined;
  location?: string | undefined;
  status: string;
  response?: object | undefined;
}

/**
 * Carries out many operations, one after the other. One that refers to another by its `bulkId` comes after it.
 * Successive creations of users are carried out together, in their order. What can't be begun in time is answered 503.
 */
export async function bulk(
  request: ScimRequest,
  carryOut: (request: ScimRequest) => Promise<ScimAnswer>,
): Promise<ScimAnswer> {
  const { operations, failOnErrors } = operationsIn(request.body());
  const outcomes: (Outcome | undefined)[] = operations.map(() => undefined);
  const made = new Map<string, string | null>();
  let failed = 0;
  const until = performance.now() + LONGEST_MS;
  const mayJoin = failOnErrors === Number.POSITIVE_INFINITY ? isCreation : () => false;
  for (const part of partsOf(inOrder(operations), (index) => mayJoin(operations[index]))) {
    if (failed >= failOnErrors) break;
    await Promise.all(
      part.map(async (index) => {
        const each = operations[index];
        if (!each) return;
        const perform = performance.now() > until ? notBegun : carryOut;
        const { outcome, id } = await outcomeOf(request, each, made, perform);
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

const notBegun = async () => {
  throw new ScimError(
    503,
    null,
    "The operations before it took too long, so this one was not begun. Send it again.",
  );
};

/** Keeps the order of the operations, but puts each after those it refers to, and circular ones last. */
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
        // A later one gets its turn then.
        if (left === 0 && waiter < index) next.push(waiter);
      }
    }
  };
  for (const index of operations.keys()) if (missing[index] === 0) take(index);
  for (const index of operations.keys()) take(index);
  return order;
}

/** Tells whether an operation creates a user, and refers to nothing. */
function isCreation(operation: Operation | undefined): boolean {
  if (operation?.method !== "POST" || !/^\/?users\/?$/i.test(operation.path)) return false;
  return referencesIn(operation.data).length === 0;
}

/** Splits a list: neighbours that may join form parts of up to 50; every other one is a part of its own. */
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

/** Replaces references with ids. @throws ScimError (409) for one for which nothing was created */
function resolved(value: unknown, made: ReadonlyMap<string, string | null>, depth = 0): unknown {
  if (typeof value === "string") {
    const [, reference] = REFERENCE.exec(value) ?? [];
    if (reference === undefined) return value;
    const id = made.get(reference);
    if (id) return id;
    throw new ScimError(409, "invalidValue", `Nothing was created for bulkId:${cutOff(reference, 80)}.`);
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

/** Returns the proper spelling of an endpoint's name, which can come in any case. */
const endpointNamed = (name = "") => (name.toLowerCase() === "users" ? "Users" : "Groups");

function checkPath([type = "", id, ...more]: readonly string[]): void {
  const isResource = /^(?:users|groups)$/i.test(type) && id?.toLowerCase() !== ".search" && more.length === 0;
  if (!isResource)
    throw new ScimError(400, "invalidPath", "An operation of a Bulk must be on /Users or /Groups.");
}
