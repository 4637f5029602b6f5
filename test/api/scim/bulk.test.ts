import { expect, onTestFinished, test, vi } from "vitest";
import * as z from "zod";
import { bulk as carryOutBulk } from "../../../src/api/scim/bulk.ts";
import { AuditEvent } from "../../../src/models/audit-event.ts";
import { User } from "../../../src/models/user.ts";
import { policy } from "../../support/acting.ts";
import { clientWith } from "../../support/acting-client.ts";
import { type Json, startScim } from "../../support/scim/start-scim.ts";

const scim = await startScim();
const okta = await scim.provider();

const user = (userName: string) => ({ userName, emails: [{ value: `${userName}@acme.io` }] });
const bulk = (Operations: object[], more = {}) => okta.asks("POST", "/Bulk", { Operations, ...more });
const outcomes = ({ Operations }: Json): Json[] => (Array.isArray(Operations) ? Operations : []);
const statuses = (body: Json) => outcomes(body).map(({ status }) => status);

test("operations can refer to each other, including later ones", async () => {
  const { status, body } = await bulk([
    {
      method: "POST",
      path: "/Groups",
      bulkId: "g",
      data: { displayName: "Bulk", members: [{ value: "bulkId:u" }] },
    },
    { method: "post", path: "/Users", bulkId: "u", data: user("bulk1") },
    {
      method: "PATCH",
      path: "/Users/bulkId:u",
      data: { Operations: [{ op: "add", path: "title", value: "CTO" }] },
    },
  ]);
  expect([status, statuses(body)]).toEqual([200, ["201", "201", "200"]]);
  const [group, made] = outcomes(body);
  const shown = await fetch(String(group?.location), { headers: { Authorization: `Bearer ${okta.token}` } });
  expect(await shown.json()).toMatchObject({ members: [{ $ref: made?.location }] });
  expect(made).toMatchObject({ method: "POST", bulkId: "u", version: 'W/"1"' });
});

test("successive creations are answered in order, each with its outcome", async () => {
  const create = (bulkId: string) => ({ method: "POST", path: "/Users", bulkId, data: user(bulkId) });
  const names = Array.from({ length: 60 }, (_, at) => `many${at}`);
  const { body } = await bulk([
    ...names.map(create),
    { ...create("many7"), bulkId: "again" },
    { ...create("nobody"), data: { userName: "nobody" } },
  ]);
  expect(outcomes(body).map(({ bulkId, status }) => `${bulkId} ${status}`)).toEqual([
    ...names.map((name) => `${name} 201`),
    "again 409",
    "nobody 400",
  ]);
  const registered = { action: "user.provisioned", "target.label": /^many\d+@acme\.io$/ };
  expect(await AuditEvent.countDocuments(registered)).toBe(60);
});

test("failures are reported with their errors, and after failOnErrors the rest is not started", async () => {
  const operations = [
    { method: "POST", path: "/Users", bulkId: "a", data: {} },
    {
      method: "POST",
      path: "/Groups",
      bulkId: "b",
      data: { displayName: "B", members: [{ value: "bulkId:a" }] },
    },
    { method: "POST", path: "/Users", bulkId: "c", data: user("bulk2") },
    { method: "DELETE", path: "/Users/nobody" },
    { method: "GET", path: "/ServiceProviderConfig" },
    { method: "PUT", path: "/Users" },
  ];
  const { body } = await bulk(operations);
  expect(statuses(body)).toEqual(["400", "409", "201", "404", "400", "405"]);
  expect(outcomes(body)[0]?.response).toMatchObject({ status: "400", scimType: "invalidValue" });
  const stopped = await bulk(operations, { failOnErrors: 2 });
  expect(statuses(stopped.body)).toEqual(["400", "409"]);
});

test("what can't be begun in time is answered 503, so the answer comes before a load balancer gives up", async () => {
  const { now } = performance;
  let passed = 0;
  const clock = vi.spyOn(performance, "now").mockImplementation(() => now.call(performance) + passed);
  onTestFinished(() => clock.mockRestore());
  const begun: unknown[] = [];
  const Operations = ["a", "b", "c", "d"].map((id) => ({ method: "DELETE", path: `/Users/${id}` }));
  const request = {
    actor: await clientWith(okta.token),
    ...{ method: "POST", segments: ["Bulk"], query: new URLSearchParams() },
    ...{ body: () => ({ Operations }), ifMatch: undefined, ifNoneMatch: undefined },
    context: { address: `${scim.url}/scim/v2`, policy },
  };
  const { status, body } = await carryOutBulk(request, async ({ segments }) => {
    begun.push(segments[1]);
    passed += 20 * 1_000;
    return { status: 204 };
  });
  const written = z.record(z.string(), z.unknown()).parse(body);
  expect([status, statuses(written)]).toEqual([200, ["204", "204", "204", "503"]]);
  expect(begun).toEqual(["a", "b", "c"]);
  expect(outcomes(written)[3]).toMatchObject({
    location: `${scim.url}/scim/v2/Users/d`,
    response: { status: "503", detail: expect.stringMatching(/not begun\. Send it again\.$/) },
  });
});

test("circular references fail, and say so", async () => {
  const { body } = await bulk([
    {
      method: "POST",
      path: "/Groups",
      bulkId: "x",
      data: { displayName: "X", members: [{ value: "bulkId:y" }] },
    },
    {
      method: "POST",
      path: "/Groups",
      bulkId: "y",
      data: { displayName: "Y", members: [{ value: "bulkId:x" }] },
    },
  ]);
  expect(statuses(body)).toEqual(["409", "409"]);
});

test("RFC 7644, 3.7: a bulkId used twice could mean either operation, so nothing is done", async () => {
  const { status, body } = await bulk([
    { method: "POST", path: "/Users", bulkId: "same", data: user("same1") },
    { method: "POST", path: "/Users", bulkId: "same", data: user("same2") },
    { method: "POST", path: "/Groups", data: { displayName: "Same", members: [{ value: "bulkId:same" }] } },
  ]);
  expect([status, body]).toMatchObject([
    400,
    { scimType: "invalidValue", detail: "“same” is the bulkId of more than one operation." },
  ]);
  expect(await User.exists({ email: "same1@acme.io" })).toBeNull();
});

test("more than the published limits is refused, and so is anything that is not a Bulk", async () => {
  const many = await bulk(Array.from({ length: 1_001 }, () => ({ method: "DELETE", path: "/Users/1" })));
  expect([many.status, many.body.scimType]).toEqual([413, "tooMany"]);
  const large = await okta.asks("POST", "/Bulk", `{"Operations":[],"x":"${"x".repeat(4 * 1024 * 1024)}"}`);
  expect([large.status, large.body.status]).toEqual([413, "413"]);
  const rich = (at: number) => ({
    userName: `rich${at}`,
    externalId: `r${at}`,
    displayName: "R",
    title: "T",
    active: true,
    name: { formatted: "R", familyName: "R", givenName: "R", middleName: "R", honorificPrefix: "R" },
    emails: Array.from({ length: 3 }, (_, of) => ({
      value: `rich${at}@${of}.io`,
      type: "work",
      display: "R",
    })),
    phoneNumbers: Array(4).fill({ value: "+44 20 7946 0958", type: "work", display: "R" }),
    addresses: [{ type: "work", streetAddress: "R", locality: "R", region: "R", postalCode: "R" }],
    roles: Array(3).fill({ value: "R", display: "R", type: "R" }),
  });
  const full = Array.from({ length: 1_000 }, (_, at) => ({
    method: "PUT",
    path: "/Users/nobody",
    bulkId: `${at}`,
    data: rich(at),
  }));
  expect((await bulk(full, { failOnErrors: 1 })).status).toBe(200);
  for (const body of [{}, [], { Operations: {} }, { Operations: [1] }, { Operations: [], failOnErrors: 0 }])
    expect((await okta.asks("POST", "/Bulk", body)).status).toBe(400);
  const slash = await bulk([{ method: "POST", path: "/Users/", data: user("slash") }]);
  expect(statuses(slash.body)).toEqual(["201"]);
});

test("every other path and method is answered in SCIM's format", async () => {
  const asked = async (method: string, path: string, body?: unknown) => {
    const { status, headers, body: error } = await okta.asks(method, path, body);
    expect(error.status).toBe(String(status));
    return `${status} ${headers.get("allow") ?? ""}`.trim();
  };
  expect(await asked("GET", "/nothing")).toBe("404");
  expect(await asked("GET", "/Users/1/2/3")).toBe("404");
  expect(await asked("GET", "/Schemas/nothing")).toBe("404");
  expect(await asked("GET", "/%E0%A4%A")).toBe("404");
  expect(await asked("DELETE", "/Users")).toBe("405 GET, HEAD, POST, OPTIONS");
  expect(await asked("POST", "/Users/1", {})).toBe("405 GET, HEAD, PUT, PATCH, DELETE, OPTIONS");
  expect(await asked("GET", "/Bulk")).toBe("405 POST, OPTIONS");
  expect(await asked("PUT", "/Schemas", {})).toBe("405 GET, HEAD, OPTIONS");
  const options = await okta.asks("OPTIONS", "/Schemas");
  expect([options.status, options.headers.get("allow")]).toEqual([204, "GET, HEAD, OPTIONS"]);
  expect(await asked("GET", "/Me")).toBe("501");
  expect(await asked("GET", "/Schemas?filter=id%20pr")).toBe("403");
  const text = await okta.asks("POST", "/Users", "x", { "Content-Type": "text/plain" });
  expect(text.status).toBe(415);
  const root = await okta.asks("POST", "/.search", {
    filter: 'meta.resourceType eq "Group" and displayName eq "users"',
  });
  expect(root.body).toMatchObject({ totalResults: 1, Resources: [{ displayName: "Users" }] });
});
