import { createHash } from "node:crypto";
import * as z from "zod";
import type { Decisions } from "../../services/decisions/decisions.ts";
import { subjectOf } from "../../services/decisions/subject.ts";
import { whatMay } from "../../services/decisions/what-may.ts";
import { everyoneWhoMay } from "../../services/decisions/who-may.ts";
import type { ListKind } from "../../services/groups/group-fields.ts";
import { objectId } from "../../services/object-id.ts";
import { AccessRefused } from "./access-refused.ts";
import {
  actionSearch,
  faultsOf,
  kindOf,
  type Page,
  resourceSearch,
  subjectSearch,
  wantedOf,
} from "./read-question.ts";

const USUAL_LIMIT = 100;
const MAX_RESULTS = 1_000;
const MAX_DEPTH = 20;

interface SearchAnswer<Result> {
  page: { next_token: string; count: number };
  results: Result[];
}

/** Lists who may do something with a resource. @throws AccessRefused, DatabaseUnavailable */
export async function searchSubjects(body: unknown): Promise<SearchAnswer<{ type: "user"; id: string }>> {
  const { page, ...request } = read(subjectSearch, body);
  const place = placeIn(page, { search: "subject", ...request }, objectId.nullable());
  const kind = kindOf(request.resource.type);
  if (request.subject.type !== "user" || !kind) return nothing;
  const wanted = wantedOf(request, request.action.name);
  wanted[kind] = [...wanted[kind], request.resource.id];
  if (place.limit === 0) return answer([], place, null);
  const { emails, next } = await everyoneWhoMay(wanted, place.after, place.limit);
  return answer(
    emails.map((id) => ({ type: "user" as const, id })),
    place,
    next,
  );
}

/** Lists the resources of a type that somebody may do something with. @throws AccessRefused, DatabaseUnavailable */
export async function searchResources(
  body: unknown,
  decisions: Decisions,
): Promise<SearchAnswer<{ type: string; id: string }>> {
  const { page, ...request } = read(resourceSearch, body);
  const place = placeIn(page, { search: "resource", ...request }, z.string().nullable());
  const { type } = request.resource;
  const kind = kindOf(type);
  if (!kind) return nothing;
  const wanted = wantedOf(request, request.action.name);
  const names = await namesFor(request.subject, kind, wanted, decisions);
  return pageOf(names, place, (id) => ({ type, id }));
}

/** Lists what somebody may do with a resource. @throws AccessRefused, DatabaseUnavailable */
export async function searchActions(
  body: unknown,
  decisions: Decisions,
): Promise<SearchAnswer<{ name: string }>> {
  const { page, ...request } = read(actionSearch, body);
  const place = placeIn(page, { search: "action", ...request }, z.string().nullable());
  const kind = kindOf(request.resource.type);
  if (!kind) return nothing;
  const wanted = wantedOf(request, null);
  wanted[kind] = [...wanted[kind], request.resource.id];
  const names = await namesFor(request.subject, "actions", wanted, decisions);
  return pageOf(names, place, (name) => ({ name }));
}

const nothing = { page: { next_token: "", count: 0 }, results: [] };

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body, { reportInput: true });
  if (!parsed.success) throw new AccessRefused(400, `${faultsOf(parsed.error)}.`);
  return parsed.data;
}

async function namesFor(
  subject: { type: string; id: string },
  kind: ListKind,
  wanted: Parameters<typeof whatMay>[2],
  decisions: Decisions,
): Promise<string[]> {
  const asked = subject.type === "user" ? subjectOf(subject.id) : null;
  if (!asked) return [];
  const { standing, now } = await decisions.standingOf(asked);
  return whatMay(standing, kind, wanted, now);
}

/** Where a page begins, and what must be sent with its token. */
interface Place<Cursor> {
  after: Cursor;
  limit: number;
  /** A hash of everything that must stay the same with a token. */
  asked: string;
}

function placeIn<Cursor>(
  page: Page,
  request: object,
  cursor: z.ZodType<Cursor | null>,
): Place<Cursor | null> {
  const asked = hashOf({ ...request, properties: page?.properties });
  const limit = Math.min(page?.limit ?? USUAL_LIMIT, MAX_RESULTS);
  if (!page?.token) return { after: null, limit, asked };
  const token = z.tuple([z.string(), z.int().min(0).max(MAX_RESULTS), cursor]).safeParse(decoded(page.token));
  if (!token.success) throw new AccessRefused(400, "page.token did not come from here.");
  const [before, itsLimit, after] = token.data;
  if (before !== asked || (page.limit !== undefined && limit !== itsLimit))
    throw new AccessRefused(
      400,
      "page.token belongs to another question. Send the question that it came with.",
    );
  return { after, limit: itsLimit, asked };
}

function decoded(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, "base64url").toString());
  } catch {
    return null;
  }
}

function answer<Result, Cursor>(
  results: Result[],
  { limit, asked }: Place<unknown>,
  next: Cursor | null,
): SearchAnswer<Result> {
  const isLast = next === null && limit > 0;
  const token = isLast ? "" : Buffer.from(JSON.stringify([asked, limit, next])).toString("base64url");
  return { page: { next_token: token, count: results.length }, results };
}

function pageOf<Result>(
  names: readonly string[],
  place: Place<string | null>,
  write: (name: string) => Result,
): SearchAnswer<Result> {
  const { after, limit } = place;
  const left = after === null ? names : names.filter((name) => name > after);
  const shown = left.slice(0, limit);
  const last = shown.at(-1) ?? after;
  return answer(shown.map(write), place, left.length > limit ? last : null);
}

/** Hashes a question, whatever the order of its fields. */
function hashOf(request: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify(sorted(request)))
    .digest("base64url")
    .slice(0, 22);
}

function sorted(value: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH) throw new AccessRefused(400, "The request is nested too deeply.");
  if (Array.isArray(value)) return value.map((each) => sorted(each, depth + 1));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, each]) => [key, sorted(each, depth + 1)]),
  );
}
