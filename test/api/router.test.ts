import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import * as z from "zod";
import { endpoint } from "../../src/api/endpoint.ts";
import { cursorAt, limit, page, pageOf } from "../../src/api/paging.ts";
import { givenMoment, objectId } from "../../src/api/schemas.ts";
import { getUser } from "../../src/api/v1/users.ts";
import { User } from "../../src/models/user.ts";
import { NotFound } from "../../src/services/errors.ts";
import { UserChanged } from "../../src/services/users/refusals.ts";
import { startApi } from "../support/api.ts";
import { registered } from "../support/people.ts";

const letters = [..."abcdefghijklmnopqrstuvwxyz"];

/** Endpoints that show what the framework does, independent of the API. */
const listLetters = endpoint({
  method: "GET",
  path: "/letters",
  operationId: "listLetters",
  tag: "letters",
  summary: "List letters",
  permission: "users:read",
  query: z.strictObject({
    limit,
    cursor: cursorAt(z.strictObject({ after: z.enum(letters) })),
    since: givenMoment.optional(),
    only: z.array(z.enum(letters)).optional(),
  }),
  responses: { 200: pageOf(z.strictObject({ letter: z.string(), since: z.string().nullable() })) },
  handle: async ({ query: { limit, cursor, since, only } }) => {
    const from = cursor ? letters.indexOf(cursor.after) + 1 : 0;
    const found = letters.slice(from, from + limit).filter((letter) => only?.includes(letter) ?? true);
    const last = letters[from + limit - 1];
    return page(
      found.map((letter) => ({ letter, since: since?.toISOString() ?? null })),
      last && from + limit < letters.length ? { after: last } : null,
    );
  },
});

const renameUser = endpoint({
  method: "PATCH",
  path: "/users/{id}",
  operationId: "renameUser",
  tag: "users",
  summary: "Rename a user",
  permission: "users:write",
  conditional: true,
  params: z.strictObject({ id: objectId }),
  body: z.strictObject({ name: z.string().max(10), aliases: z.array(z.string()).optional() }),
  versioned: [204],
  responses: { 204: null },
  handle: async ({ params, body, ifMatch }) => {
    const user = await User.findById(params.id).lean();
    if (!user) throw new NotFound({ what: "user" });
    if (ifMatch !== undefined && ifMatch !== user.name)
      throw new UserChanged({ name: user.name, by: "Mia Chen", at: new Date(0) });
    await User.updateOne({ _id: user._id }, { name: body.name });
    return { status: 204, body: null, version: body.name };
  },
});

const fails = endpoint({
  method: "GET",
  path: "/fails",
  operationId: "fail",
  tag: "letters",
  summary: "Fail",
  permission: "users:read",
  responses: { 204: null },
  handle: async () => {
    throw new Error("a bug with token=secret");
  },
});

const api = await startApi({ endpoints: [getUser, listLetters, renameUser, fails] });
const { client, log } = api;
const reader = await client("users:read", "users:write");

test("a client with a token reads a user, and is told the request's id", async () => {
  const userId = await registered("Ada Adler");
  const { status, headers, body } = await reader.asks("GET", `/users/${userId}`);
  expect(status).toBe(200);
  expect(body).toMatchObject({ id: userId, name: "Ada Adler", status: "active" });
  expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
  expect(headers.get("cache-control")).toBe("no-store");
  expect(headers.get("etag")).toMatch(/^"1\.[\w-]{16}"$/);
  const requestId = headers.get("x-request-id");
  expect(log.find((line) => line.requestId === requestId)).toMatchObject({
    client: reader.clientId,
    method: "GET",
    path: "/users/{id}",
    status: 200,
  });
});

test("no token is in the log, whatever happens to a request", async () => {
  const { token } = await client("users:read");
  const asks = (authorization: string, path = "/letters") =>
    fetch(`${api.url}/api/v1${path}`, { headers: { Authorization: authorization } });
  for (const path of ["/letters", "/letters?limit=x", "/nothing", `/users/${token}`, `/letters?q=${token}`])
    await asks(`Bearer ${token}`, path);
  await asks(`Bearer ${token.slice(0, -1)}${token.endsWith("0") ? 1 : 0}`);
  await asks(`Basic ${token}`);
  expect(log.filter(({ client: by }) => by === token.slice(4, 28)).length).toBe(5);
  expect(JSON.stringify(log)).not.toContain(token.slice(28, 90));
});

test.each([
  ["none", undefined, 'Bearer realm="iam-bot"', "token_missing"],
  ["another scheme", "Basic aWFt", 'Bearer realm="iam-bot"', "token_missing"],
  ["a scheme without a token", "Bearer ", 'Bearer realm="iam-bot"', "token_missing"],
  ["one that is none", "Bearer iam_x", 'Bearer realm="iam-bot", error="invalid_token"', "token_invalid"],
])("a token is needed: %s is refused", async (_, authorization, challenge, code) => {
  for (const path of ["/api/v1/letters", "/api/v1/nothing", "/api/v1"]) {
    const response = await fetch(api.url + path, {
      headers: { ...(authorization && { Authorization: authorization }) },
    });
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([401, challenge]);
    expect(await response.json()).toMatchObject({ status: 401, title: "Unauthorized", code });
  }
});

test("a client without the permission is refused in the words that Slack shows", async () => {
  const other = await client("audit:read");
  const { status, body } = await other.asks("GET", `/users/${"0".repeat(24)}`);
  expect(status).toBe(403);
  expect(body).toMatchObject({ code: "not_permitted", detail: expect.stringContaining("users:read") });
});

test("a request keeps its id if that is at most 128 printable characters; otherwise it gets one", async () => {
  const idOf = async (id: string) => {
    const { headers } = await reader.asks("GET", "/letters", { headers: { "X-Request-Id": id } });
    return headers.get("x-request-id");
  };
  for (const id of ["a", "trace:1/2", "job 7, try 2", "x".repeat(128)]) expect(await idOf(id)).toBe(id);
  for (const id of ["", "x".repeat(129), "a\tb", "ä"]) expect(await idOf(id)).toMatch(/^[0-9a-f-]{36}$/);
});

test("pages follow one another by the cursor in the body and in Link", async () => {
  const seen: string[] = [];
  let path: string | undefined = "/letters?since=2026-03-03&limit=10";
  while (path) {
    const { status, headers, body } = await reader.asks("GET", path);
    expect(status).toBe(200);
    const { items, next } = z
      .object({ items: z.array(z.object({ letter: z.string() })), next: z.string().nullable() })
      .parse(body);
    seen.push(...items.map(({ letter }) => letter));
    const [, address] = /^<(.+)>; rel="next"$/.exec(headers.get("link") ?? "") ?? [];
    if (next) expect(new URL(address ?? "").searchParams.get("cursor")).toBe(next);
    path = address?.slice(`${api.url}/api/v1`.length);
  }
  expect(seen).toEqual(letters);
});

test("a list parameter can be repeated; a day means its beginning in UTC", async () => {
  const { body } = await reader.asks("GET", "/letters?only=a&only=b&since=2026-03-03");
  const since = "2026-03-03T00:00:00.000Z";
  expect(body).toEqual({
    items: [
      { letter: "a", since },
      { letter: "b", since },
    ],
    next: null,
  });
  const exact = await reader.asks(
    "GET",
    `/letters?only=a&since=${encodeURIComponent("2026-03-03T10:00:00+02:00")}`,
  );
  expect(exact.body).toMatchObject({ items: [{ since: "2026-03-03T08:00:00.000Z" }] });
  for (const since of [
    "2026-03-03T10:00:00+02:00",
    "2026-03-03t08:00:00z",
    "2026-03-03T08:00:00.000000-00:00",
  ])
    expect((await reader.asks("GET", `/letters?only=a&since=${since}`)).body).toEqual(exact.body);
});

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
test.each([
  ["limit=0", "limit"],
  ["limit=101", "limit"],
  ["limit=1e1", "limit"],
  ["limit=", "limit"],
  ["limit=5&limit=5", "limit"],
  ["order=asc", "order"],
  ["__proto__=x", "__proto__"],
  ["since=yesterday", "since"],
  ["since=2026-02-30", "since"],
  ["since=2026-03-03T10:00:00", "since"],
  ["only=%C3%A4", "only.0"],
  ["cursor=x", "cursor"],
  ["cursor=", "cursor"],
  [`cursor=${encoded({ after: "$gt" })}`, "cursor"],
  [`cursor=${encoded({ after: "a", more: 1 })}`, "cursor"],
  [`cursor=${encoded(JSON.parse('{"__proto__":{"after":"a"}}'))}`, "cursor"],
  [`cursor=${"A".repeat(5_000)}`, "cursor"],
  ["only=a%00", "only"],
  ["limit=%zz", ""],
  ["%ff=1", ""],
])("a fault in a query is named: %s", async (query, field) => {
  const { status, body } = await reader.asks("GET", `/letters?${query}`);
  expect(status).toBe(400);
  expect(body).toMatchObject({ code: "invalid_request", errors: [{ in: "query", field }] });
});

test("faults in a path or body are all named at once", async () => {
  const body = { name: "x".repeat(11), aliases: ["a", 1], admin: true };
  const answer = await reader.asks("PATCH", "/users/x", { body });
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({
    errors: [
      { in: "path", field: "id" },
      { in: "body", field: "name" },
      { in: "body", field: "aliases.1" },
      { in: "body", field: "admin" },
    ],
  });
  expect((await reader.asks("GET", "/users/%zz")).body).toMatchObject({
    errors: [{ in: "path", field: "id" }],
  });
});

test.each([
  ["no body", "", {}, 400],
  ["no JSON", "{name}", {}, 400],
  ["bytes that are no UTF-8", Buffer.from('{"name":"\xff"}', "latin1"), {}, 400],
  ["a form", "name=x", { "Content-Type": "application/x-www-form-urlencoded" }, 415],
  ["JSON in another charset", "{}", { "Content-Type": "application/json; charset=utf-16" }, 415],
  ["compressed JSON", "{}", { "Content-Encoding": "gzip" }, 415],
  ["more than 256 kB", JSON.stringify({ name: "x".repeat(256 * 1024) }), {}, 413],
  ["JSON that is deep", "[".repeat(100_000), {}, 400],
  ["text with NUL", '{"name":"A\\u0000da"}', {}, 400],
  ["half of a surrogate pair", '{"name":"\\uD83D"}', {}, 400],
  ["its other half, in a list", '{"name":"Ada","aliases":["x\\ude00"]}', {}, 400],
])("a body is JSON in UTF-8 of at most 256 kB: %s is refused", async (_, body, headers, status) => {
  const answer = await reader.asks("PATCH", `/users/${"0".repeat(24)}`, { body, headers });
  expect(answer.status).toBe(status);
});

/** Returns the document's schema of the body that renames a user. */
const renaming = z.object({
  properties: z.object({ name: z.object({ pattern: z.string() }) }),
});
const described = z.object({
  paths: z.object({
    "/users/{id}": z.object({
      patch: z.object({
        requestBody: z.object({ content: z.object({ "application/json": z.object({ schema: renaming }) }) }),
      }),
    }),
  }),
});

test("text with NUL is refused by name, and the document says so", async () => {
  const nested = { name: "Ada", aliases: ["Countess", "A\0da"] };
  expect((await reader.asks("PATCH", `/users/${"0".repeat(24)}`, { body: nested })).body).toMatchObject({
    errors: [{ in: "body", field: "aliases.1" }],
  });
  const { paths } = described.parse((await reader.asks("GET", "/openapi.json")).body);
  const { pattern } =
    paths["/users/{id}"].patch.requestBody.content["application/json"].schema.properties.name;
  const said = new RegExp(pattern, "u");
  const texts = ["", "Ada\nLovelace 😀", "A\0da", "\0"];
  expect(texts.map((text) => said.test(text))).toEqual([true, true, false, false]);
});

test.each([{ "Content-Encoding": "Identity" }, { "Content-Type": "Application/JSON; Charset=UTF8" }])(
  "codings and charsets are case-insensitive: %j",
  async (headers) => {
    const userId = await registered("Ada");
    const body = JSON.stringify({ name: "Ada L." });
    expect((await reader.asks("PATCH", `/users/${userId}`, { body, headers })).status).toBe(204);
  },
);

test("escaped characters in JSON are text, and so is anything that only looks like an escape", async () => {
  const userId = await registered("Ada");
  const body = '{"name":"\\\\u0000","aliases":["\\ud83d\\ude00","\\\\ud83d"]}';
  expect((await reader.asks("PATCH", `/users/${userId}`, { body })).status).toBe(204);
  expect(await User.findById(userId).lean()).toMatchObject({ name: "\\u0000" });
});

test("a large body without a token is refused before it is read", async () => {
  const response = await fetch(`${api.url}/api/v1/users/x`, { method: "PATCH", body: "x".repeat(100_000) });
  expect([response.status, response.headers.get("content-type")]).toEqual([401, "application/problem+json"]);
});

test("HEAD is GET without a body, OPTIONS lists the methods, others are refused with that list", async () => {
  const head = await reader.asks("HEAD", "/letters");
  expect([head.status, head.body, Number(head.headers.get("content-length")) > 100]).toEqual([
    200,
    null,
    true,
  ]);
  const options = await reader.asks("OPTIONS", `/users/${"0".repeat(24)}`);
  expect([options.status, options.headers.get("allow")]).toEqual([204, "GET, HEAD, PATCH, OPTIONS"]);
  const refused = await reader.asks("DELETE", "/letters");
  expect([refused.status, refused.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
  for (const path of ["", "/", "/Letters", "/letters/", "/letters/a", "//letters", "/users/"])
    expect([path, (await reader.asks("GET", path)).status]).toEqual([path, 404]);
});

test.each([
  ["application/json", 200],
  ["application/*;q=0.5", 200],
  ["text/html, */*", 200],
  ["application/problem+json", 200],
  ["application/json; charset=utf-8", 200],
  ["text/html, Application/JSON;version=1;q=0.2", 200],
  ["application/json;q=0", 406],
  ["application/json;q=0.000, */*", 200],
  ["application/json;q=0, application/problem+json;q=0, */*", 406],
  ["text/html", 406],
  ["application/xml, text/*", 406],
])("a client that accepts %s gets %i", async (accept, status) => {
  expect((await reader.asks("GET", "/letters", { headers: { Accept: accept } })).status).toBe(status);
});

test("If-Match changes nothing once somebody else was first, and says who", async () => {
  const userId = await registered("Ada");
  const rename = (name: string, version?: string) =>
    reader.asks("PATCH", `/users/${userId}`, {
      body: { name },
      ...(version && { headers: { "If-Match": version } }),
    });
  expect((await rename("Bea", '"Ada"')).headers.get("etag")).toBe('"Bea"');
  const late = await rename("Cleo", '"Ada"');
  expect(late.status).toBe(412);
  expect(late.body).toMatchObject({
    code: "user_changed",
    detail: expect.stringContaining("Mia Chen changed Bea"),
  });
  expect((await rename("Cleo")).status).toBe(204);
  expect((await rename("Dina", "*")).status).toBe(204);
  expect((await rename("12", '"Dina"')).status).toBe(204);
  expect((await rename("Cleo", "12")).status).toBe(204);
  // A proxy that compresses answers makes their ETags weak.
  expect((await rename("Dina", 'W/"Cleo"')).status).toBe(204);
  expect((await rename("Cleo", 'W/"Cleo"')).status).toBe(412);
  expect((await rename("Cleo", 'W/"Dina"')).status).toBe(204);
  expect((await rename("Eve", '"Cleo", ,W/"a,b",7, "Dina"')).headers.get("etag")).toBe('"Eve"');
  expect((await rename("Cleo", '"Cleo", "Dina"')).body).toMatchObject({ status: 412, code: "user_changed" });
  const many = (count: number) => Array.from({ length: count }, (_, at) => `"${at}"`).join();
  expect((await rename("Cleo", many(10))).status).toBe(412);
  for (const version of [
    "Cleo",
    "w/12",
    '"Dina", Cleo',
    '"Eve',
    '"Eve" "Dina"',
    ", ,",
    '""',
    '"a"b"',
    many(11),
  ])
    expect([version, (await rename("Eve", version)).body]).toEqual([
      version,
      expect.objectContaining({ status: 400, errors: [expect.objectContaining({ field: "If-Match" })] }),
    ]);
  const letters = (version: string) => reader.asks("GET", "/letters", { headers: { "If-Match": version } });
  expect([(await letters('"1"')).status, (await letters("*")).status]).toEqual([400, 200]);
});

test("a fault of ours is a 500 that reveals nothing; the log has it under the request's id", async () => {
  const id = randomUUID();
  const { status, body } = await reader.asks("GET", "/fails", { headers: { "X-Request-Id": id } });
  expect(status).toBe(500);
  expect(JSON.stringify(body)).not.toContain("secret");
  expect(log.find(({ level, requestId }) => level === 50 && requestId === id)).toBeDefined();
  log.splice(0, log.length, ...log.filter(({ level }) => Number(level) < 50));
});
