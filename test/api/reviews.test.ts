import { Types } from "mongoose";
import { expect, test } from "vitest";
import * as z from "zod";
import { User } from "../../src/models/user.ts";
import { createGroup } from "../../src/services/groups/write-group.ts";
import { mia } from "../support/acting.ts";
import { startApi } from "../support/api.ts";
import { closes, gathered } from "../support/reviews.ts";
import { seedUsers } from "../support/slack/seed.ts";

const api = await startApi();
const client = await api.client("reviews:read", "reviews:write");
const nothing = { all: false, names: [] };
const made = z.looseObject({ id: z.string() });
const items = z.object({
  items: z.array(z.object({ id: z.string(), name: z.string() })),
  next: z.string().nullable(),
});

test("a client starts a review, decides about each member, and reads the report", async () => {
  const fields = { description: "", services: nothing, projects: nothing, regions: nothing };
  const { groupId } = await createGroup(mia, { ...fields, name: "Data Platform" });
  await seedUsers(["Ada", "Ben", "Cleo"], groupId);
  const started = await client.asks("POST", "/reviews", {
    body: { groups: [groupId], days: 7, unanswered: "removed", months: 3 },
  });
  expect([started.status, started.body]).toMatchObject([
    201,
    { status: "open", gathering: true, reviewers: "admins", repeats: { months: 3 } },
  ]);
  const { id } = made.parse(started.body);
  await gathered(id);

  const first = items.parse((await client.asks("GET", `/reviews/${id}/items?which=open&limit=2`)).body);
  expect(first.items.map(({ name }) => name)).toEqual(["Ada", "Ben"]);
  const rest = items.parse(
    (await client.asks("GET", `/reviews/${id}/items?which=open&limit=2&cursor=${first.next}`)).body,
  );
  expect([rest.items.map(({ name }) => name), rest.next]).toEqual([["Cleo"], null]);

  const [ada, ben] = first.items;
  const decides = (item: string | undefined, body: object) =>
    client.asks("POST", `/review-items/${item}/decide`, { body });
  expect((await decides(ada?.id, { decision: "keep" })).body).toMatchObject({
    member: "Ada",
    status: "kept",
  });
  expect(await decides(ada?.id, { decision: "remove", reason: "Left" })).toMatchObject({
    status: 409,
    body: { code: "reviewed_already" },
  });
  const until = await decides(ben?.id, { decision: "keep_until", until: "2999-12-31" });
  expect(until.body).toMatchObject({ status: "limited" });
  expect((await decides(rest.items[0]?.id, { decision: "remove", reason: "" })).status).toBe(422);
  await closes(id);
  expect((await client.asks("GET", `/reviews/${id}`)).body).toMatchObject({
    status: "closed",
    total: 3,
    kept: 1,
    limited: 1,
    removed: 1,
    open: 0,
  });
  expect(await User.countDocuments({ "memberships.groupId": new Types.ObjectId(groupId) })).toBe(2);
  expect((await client.asks("POST", `/reviews/${id}/keep-the-rest`)).body).toEqual({ kept: 0 });
  expect((await client.asks("POST", `/reviews/${id}/stop-repeating`)).body).toMatchObject({ repeats: null });
  expect((await client.asks("GET", "/reviews")).body).toMatchObject({ items: [{ id }], next: null });
});
