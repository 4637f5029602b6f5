import { Types } from "mongoose";
import { afterAll, beforeEach, expect, test } from "vitest";
import { AccessRequest } from "../../src/models/access-request.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Client } from "../../src/models/client.ts";
import { disconnect } from "../../src/models/connection.ts";
import { builtInGroupIds, Group } from "../../src/models/group.ts";
import { Review } from "../../src/models/review.ts";
import { WebhookEndpoint } from "../../src/models/webhook-endpoint.ts";
import { createClient } from "../../src/services/clients/create-client.ts";
import { createGroup } from "../../src/services/groups/write-group.ts";
import { MadeAlready } from "../../src/services/made-already.ts";
import { newId } from "../../src/services/object-id.ts";
import { createRequest } from "../../src/services/requests/create-request.ts";
import { startReview } from "../../src/services/reviews/start-review.ts";
import { createEndpoint } from "../../src/services/webhooks/create-endpoint.ts";
import type { WebhookSettings } from "../../src/services/webhooks/endpoint-fields.ts";
import { colleague, linkOf, mia, requestPolicy } from "../support/acting.ts";
import { groupNamed, seedUsers } from "../support/slack/seed.ts";
import { emptyDatabase } from "../support/worker/empty-database.ts";

const eve = colleague("UEVE", "Eve Adams");
const { users } = builtInGroupIds;
const vault = new Types.ObjectId();
const nothing = { all: false, names: [] };
const wanted = {
  groupIds: [String(users)],
  reviewers: "admins",
  days: 7,
  unanswered: "kept",
  months: null,
} as const;

beforeEach(async () => {
  await emptyDatabase();
  await seedUsers([eve.name], users, { email: eve.email ?? "", slack: linkOf(eve) });
  const requests = { open: true, answers: 1 as const, preApproved: { group: users, hours: 72 } };
  await Group.create({ ...groupNamed("Vault"), _id: vault, requests });
});
afterAll(disconnect);

const key = { id: "k1", secret: Buffer.alloc(32, 1) };
const hooks = { url: "https://hooks.example.com/", description: "", events: ["*"] };
const settings = { secretKeys: [key], urlFault: () => null } satisfies WebhookSettings;
const gives = { description: "", services: nothing, projects: nothing, regions: nothing };
const reads = { permissions: ["users:read"], expiryDays: 90 };
const help = { groupId: String(vault), hours: 24, reason: "To help" };

test.each<[string, { countDocuments(): PromiseLike<number> }, (id: string) => Promise<unknown>]>([
  ["a review", Review, (id) => startReview(mia, wanted, "UTC", id)],
  ["a webhook", WebhookEndpoint, (id) => createEndpoint(mia, hooks, settings, id)],
  ["an API client", Client, (id) => createClient(mia, { name: id, ...reads }, id)],
  ["a group", Group, (id) => createGroup(mia, { name: id, ...gives }, id)],
  ["access granted at once", AccessRequest, (id) => createRequest(eve, help, requestPolicy, id)],
])(
  "%s, asked for five times at once under one id, is made once; under another id again",
  async (_, model, make) => {
    const counted = () => Promise.all([model.countDocuments(), AuditEvent.countDocuments()]);
    const [before] = await counted();
    const ids = [newId(), newId()];
    for (const [index, id] of ids.entries()) {
      const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => make(id)));
      const refusals = outcomes.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
      expect(refusals.filter((each) => !(each instanceof MadeAlready))).toEqual([]);
      const after = await counted();
      expect(after[0]).toBe(before + index + 1);
      await make(id).catch(() => undefined);
      expect(await counted()).toEqual(after);
    }
  },
);
