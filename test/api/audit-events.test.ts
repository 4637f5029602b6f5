import { expect, test } from "vitest";
import type * as z from "zod";
import { pageOf } from "../../src/api/paging.ts";
import { auditEvent } from "../../src/api/v1/audit-event-resource.ts";
import { listAuditEvents } from "../../src/api/v1/audit-events.ts";
import { usersGroupId } from "../../src/services/groups/groups.ts";
import { createInvites } from "../../src/services/invites/create-invites.ts";
import { mia, policy } from "../support/acting.ts";
import { startApi } from "../support/api.ts";

const api = await startApi();
const shipper = await api.client("audit:read");
const portal = await api.client("invites:write");
const answerOf = pageOf(auditEvent).loose();

/** Reads from a cursor to the end. */
async function ship(resume: string | null, query = "") {
  const events: z.output<typeof auditEvent>[] = [];
  for (let cursor = resume; ; ) {
    const answer = await shipper.asks(
      "GET",
      `/audit-events?limit=3${query}${cursor ? `&cursor=${cursor}` : ""}`,
    );
    const { items, next, resume: end } = answerOf.parse(answer.body);
    events.push(...items);
    if (next === null) return { events, resume: String(end) };
    cursor = next;
  }
}

const invites = (email: string) =>
  createInvites(mia, { emails: [email], groupIds: [usersGroupId], expiryDays: 7 }, policy);

test("a log shipper keeps `resume` and continues with it later: each event comes once", async () => {
  const first = await ship(null);
  expect(first.events.map(({ action }) => action)).toEqual(["client.created", "client.created"]);
  expect(await ship(first.resume)).toEqual({ events: [], resume: first.resume });
  for (let n = 0; n < 7; n++) await invites(`shipped.${n}@acme.io`);
  const second = await ship(first.resume);
  expect(second.events.map(({ target }) => target.label)).toEqual(
    Array.from({ length: 7 }, (_, n) => `shipped.${n}@acme.io`),
  );
  expect((await ship(second.resume)).events).toEqual([]);
});

test("an event says who did what to whom, by which client, and the state before and after", async () => {
  const { resume } = await ship(null);
  const made = await portal.asks("POST", "/invites", { body: { emails: ["told@acme.io"] } });
  const [event] = (await ship(resume)).events;
  expect(event).toMatchObject({
    action: "invite.created",
    actor: {
      kind: "client",
      email: null,
      account: null,
      client: { id: portal.clientId, name: expect.stringMatching(/^Client/) },
    },
    target: { kind: "invite", label: "told@acme.io" },
    before: null,
    after: { email: "told@acme.io", groups: [usersGroupId], expiresAt: expect.stringMatching(/Z$/) },
  });
  expect(JSON.stringify(made.body)).toContain(String(event?.target.id));
});

test("events are found by target, actor, action and time", async () => {
  await invites("sought@acme.io");
  const [sought] = (await ship(null)).events.filter(({ target }) => target.label === "sought@acme.io");
  const labels = async (query: string) => (await ship(null, query)).events.map(({ target }) => target.label);
  expect(await labels(`&target=${sought?.target.id}`)).toEqual(["sought@acme.io"]);
  expect(await labels(`&actor=${portal.clientId}`)).toEqual(["told@acme.io"]);
  expect(await labels("&actor=UMIA&action=client.created")).toEqual([]);
  expect(await labels("&actor=operator")).toHaveLength(2);
  expect(await labels(`&actor=mia%40acme.io&from=${sought?.at}`)).toEqual(["sought@acme.io"]);
  expect(await labels(`&until=2020-01-01`)).toEqual([]);
  const unread = await shipper.asks("GET", "/audit-events?action=invite.made&from=yesterday");
  expect(unread.status).toBe(400);
  expect(unread.body).toMatchObject({
    errors: [
      { in: "query", field: "action" },
      { in: "query", field: "from" },
    ],
  });
  expect(listAuditEvents.permission).toBe("audit:read");
});
