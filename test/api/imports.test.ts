import { once } from "node:events";
import { request } from "node:http";
import { Readable } from "node:stream";
import { json } from "node:stream/consumers";
import { expect, test } from "vitest";
import * as z from "zod";
import { Invite } from "../../src/models/invite.ts";
import { Run } from "../../src/models/run.ts";
import { RunLine } from "../../src/models/run-line.ts";
import { createGroup } from "../../src/services/groups/write-group.ts";
import { importBatch } from "../../src/services/imports/import-batch.ts";
import { mia, policy } from "../support/acting.ts";
import { startApi } from "../support/api.ts";

const api = await startApi();
const client = await api.client("invites:read", "invites:write");
/** The payload of a TCP packet over Ethernet, in bytes. */
const PACKET = 1_448;
const none = { all: false, names: [] };
const nothing = { description: "", services: none, projects: none, regions: none };
const csv = { "Content-Type": "text/csv; charset=utf-8" };

test("a client uploads a file, reads what it would do, starts it, and follows it to its end", async () => {
  const body = "email,name\r\neve@example.com,Eve\r\nnobody,Nobody\r\nadam@example.com,Adam\r\n";
  const made = await client.asks("POST", "/imports?name=People", { body, headers: csv });
  expect([made.status, made.body]).toMatchObject([
    201,
    { status: "review", name: "People", lines: 3, planned: 2, counts: { new: 2, faulty: 1 } },
  ]);
  const { id } = z.object({ id: z.string() }).parse(made.body);
  expect(made.headers.get("location")).toContain(`/imports/${id}`);
  const faulty = await client.asks("GET", `/imports/${id}/lines?outcome=faulty`);
  expect(faulty.body).toEqual({
    items: [
      {
        line: 3,
        email: null,
        outcome: "faulty",
        fault: {
          code: "malformed_address",
          column: "email",
          fact: null,
          detail: "The email address can’t be read.",
        },
      },
    ],
    next: null,
  });

  const starts = (version: string) =>
    client.asks("POST", `/imports/${id}/start`, { headers: { "If-Match": version } });
  expect((await starts('"2"')).body).toMatchObject({ status: 412, code: "run_changed" });
  const start = await starts('"1"');
  expect(start.body).toMatchObject({ status: "running", version: 2 });
  const outdated = await client.asks("POST", `/imports/${id}/pause`, { headers: { "If-Match": '"1"' } });
  expect([outdated.status, outdated.body]).toMatchObject([412, { code: "run_changed" }]);
  const run = await Run.findById(id).orFail().lean();
  await importBatch({ runId: run._id, done: 0 }, { policy, owners: [] });
  expect((await client.asks("GET", `/imports/${id}`)).body).toMatchObject({
    status: "done",
    done: 2,
    counts: { invited: 2, faulty: 1 },
  });
  expect(await Invite.countDocuments({ "invitedBy.clientId": client.clientId })).toBe(2);
  const first = await client.asks("GET", `/imports/${id}/lines?limit=1`);
  const { next } = z.object({ next: z.string() }).parse(first.body);
  const second = await client.asks("GET", `/imports/${id}/lines?limit=1&cursor=${next}`);
  expect(second.body).toMatchObject({ items: [{ line: 3 }] });
});

test("JSON lines work as well, and repeating the request creates no second import", async () => {
  const body = '{"email":"ann@example.com","groups":["Users"]}\n{"email":"ben@example.com"}\n';
  const headers = { "Content-Type": "application/x-ndjson", "Idempotency-Key": "people-1" };
  const [one, two] = [
    await client.asks("POST", "/imports", { body, headers }),
    await client.asks("POST", "/imports", { body, headers }),
  ];
  expect(one.body).toMatchObject({ lines: 2, planned: 2 });
  expect(two.body).toEqual(one.body);
  const other = await client.asks("POST", "/imports", { body: `${body}\n`, headers });
  expect(other.body).toMatchObject({ code: "idempotency_key_reused" });
  const asTable = { ...headers, "Content-Type": "text/csv" };
  expect(await client.asks("POST", "/imports", { body, headers: asTable })).toMatchObject({
    status: 422,
    body: { code: "idempotency_key_reused" },
  });
});

test("each name in a JSON list of groups is one group, whatever it contains; text is separated as in a table", async () => {
  for (const name of ["Sales", "EMEA"]) await createGroup(mia, { ...nothing, name });
  const body = [
    { email: "one@example.com", groups: ["Sales, EMEA"] },
    { email: "two@example.com", groups: ["Sales", "EMEA"] },
    { email: "text@example.com", groups: "Sales, EMEA" },
    { email: "none@example.com", groups: [] },
  ];
  const headers = { "Content-Type": "application/x-ndjson" };
  const made = await client.asks("POST", "/imports", {
    body: body.map((line) => JSON.stringify(line)).join("\n"),
    headers,
  });
  const { id } = z.object({ id: z.string() }).parse(made.body);
  expect(made.body).toMatchObject({ counts: { new: 3, faulty: 1 } });
  const faulty = await client.asks("GET", `/imports/${id}/lines?outcome=faulty`);
  expect(faulty.body).toMatchObject({
    items: [{ line: 1, fault: { code: "group_unknown", fact: "Sales, EMEA" } }],
  });
  const lines = await RunLine.find({ runId: id, outcome: "new" }).sort({ line: 1 }).lean();
  expect(lines.map(({ groupIds = [] }) => groupIds.length)).toEqual([2, 2, 0]);
});

test("anything that is not a file of people is refused with the reason", async () => {
  const asked = async (body: string | Uint8Array, headers: Record<string, string> = csv) => {
    const answer = await client.asks("POST", "/imports", { body, headers });
    const { code, detail } = z.object({ code: z.string(), detail: z.string() }).parse(answer.body);
    return [answer.status, code, detail];
  };
  expect(await asked("name,mail\nEve,eve@example.com")).toEqual([
    422,
    "import_unreadable",
    "Line 1 names no column email, but “name”, “mail”. Start with a line such as email,name,groups.",
  ]);
  expect(await asked("{}", { "Content-Type": "application/json" })).toMatchObject([
    415,
    "unsupported_file",
    expect.any(String),
  ]);
  expect(await asked(new Uint8Array(11 * 1024 * 1024))).toMatchObject([413, "too_large", expect.any(String)]);
});

test.each(["€", "<a@", "&amp;", "@x", "("])(
  "a cell with millions of %s is too long, and the other lines are taken",
  async (part) => {
    // In Windows-1252, a file of 10 MB can be longer than a document may be.
    const long = Buffer.from(part === "€" ? "\x80" : part, "latin1");
    const bytes = Buffer.alloc(4 * 1024 * 1024, long);
    const row = [Buffer.from("\na@example.org,"), bytes, Buffer.from("\n"), bytes];
    const file = Buffer.concat([Buffer.from("email,name"), ...row, Buffer.from(",B\nc@example.org,C\n")]);
    const { status, body } = await client.asks("POST", "/imports", { body: file, headers: csv });
    expect([status, body]).toMatchObject([201, { planned: 1, counts: { new: 1, faulty: 2 } }]);
    const { id } = z.object({ id: z.string() }).parse(body);
    const faulty = await client.asks("GET", `/imports/${id}/lines?outcome=faulty`);
    const fault = (column: string) => ({ fault: { code: "too_long", column } });
    expect(faulty.body).toMatchObject({ items: [fault("name"), fault("email")] });
  },
);

test("an import makes nobody an admin unless the client may do that", async () => {
  const body = "email,groups\nboss@example.com,Admin\n";
  const { body: made } = await client.asks("POST", "/imports", { body, headers: csv });
  expect(made).toMatchObject({ planned: 0, counts: { faulty: 1 } });
});

test("a file of 10 MB is accepted even if it arrives packet by packet", async () => {
  const row = (n: number) => `slow${n}@example.com,${"x".repeat(2_070)}\n`;
  const bytes = Buffer.from(`email,notes\n${Array.from({ length: 5_000 }, (_, n) => row(n)).join("")}`);
  const packets = Array.from({ length: Math.ceil(bytes.length / PACKET) }, (_, n) =>
    bytes.subarray(n * PACKET, (n + 1) * PACKET),
  );
  const sending = request(`${api.url}/api/v1/imports`, {
    method: "POST",
    headers: { ...csv, Authorization: `Bearer ${client.token}` },
  });
  // Each piece arrives as a separate chunk, however fast this machine is.
  Readable.from(packets).pipe(sending);
  const [answer] = await once(sending, "response");
  expect([answer.statusCode, await json(answer)]).toMatchObject([201, { lines: 5_000, planned: 5_000 }]);
});
