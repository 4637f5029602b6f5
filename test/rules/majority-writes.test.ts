import mongoose from "mongoose";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { connect, disconnect } from "../../src/models/connection.ts";
import { Counter } from "../../src/models/counter.ts";
import { builtInGroupIds } from "../../src/models/group.ts";
import { ensureIndexes } from "../../src/models/indexes.ts";
import type { AccountActor } from "../../src/services/actor.ts";
import { seedGroups } from "../../src/services/groups/groups.ts";
import { acceptInvite } from "../../src/services/invites/accept-invite.ts";
import { cancelInvite } from "../../src/services/invites/cancel-invite.ts";
import { createInvites, createInvitesAnd } from "../../src/services/invites/create-invites.ts";
import { resendInvite } from "../../src/services/invites/resend-invite.ts";
import { firstResult } from "../../src/slack/invites/result.ts";
import { mia, policy } from "../support/acting.ts";
import { invitesCounted } from "../support/counted.ts";
import { freshDatabase } from "../support/setup/database.ts";
import { seedUsers } from "../support/slack/seed.ts";

/** What the app sends to the database, and whether it waits for a majority. */
interface Command {
  name: string;
  waits: boolean;
}
let sent: Command[] = [];

beforeAll(async () => {
  const { uri } = freshDatabase();
  await connect(`${uri}${uri.includes("?") ? "&" : "?"}monitorCommands=true`);
  await ensureIndexes();
  await seedGroups();
  await seedUsers(["Ada"], String(builtInGroupIds.admin), { email: slack.email, slack });
  mongoose.connection.getClient().on("commandStarted", ({ commandName, command }) => {
    const { [commandName]: collection, writeConcern } = command;
    const name = typeof collection === "string" ? `${commandName} ${collection}` : commandName;
    sent.push({ name, waits: writeConcern?.w === "majority" });
  });
});
afterAll(disconnect);
beforeEach(async () => {
  await Counter.deleteMany();
});

const slack = { teamId: "T1", userId: "UADA", email: "ada@acme.io", linkedAt: new Date() };
const ada: AccountActor = { ...mia, userId: "UADA", name: "Ada", email: "ada@acme.io", owner: false };
const request = (...emails: string[]) => ({
  emails,
  groupIds: [String(builtInGroupIds.users)],
  expiryDays: 7,
});

async function invited(email: string): Promise<string> {
  const [outcome] = await createInvites(ada, request(email), policy);
  if (outcome?.outcome !== "invited") throw new Error(`${email}: ${outcome?.outcome}`);
  return outcome.inviteId;
}

const nothingElse = { ignoredWords: 0, waiting: [], mentioned: {}, replaces: null };

/** Each prepares, and returns what is then counted: the commands, of which only the last waits for a majority. */
const changes: Record<string, { prepare: () => Promise<() => Promise<unknown>>; commands: string[] }> = {
  "one invite": {
    prepare: async () => () =>
      createInvitesAnd(ada, request("one@example.com"), policy, (outcomes, at) =>
        firstResult(ada, { outcomes, ...nothingElse }, policy.undoSeconds, at),
      ),
    commands: [
      "aggregate groups",
      "insert invites",
      "insert auditevents",
      "insert batches",
      "update counters",
      "insert outboxmessages",
    ],
  },
  "a hundred": {
    prepare: async () => () =>
      createInvites(ada, request(...Array.from({ length: 100 }, (_, n) => `of.${n}@example.com`)), policy),
    commands: [
      "aggregate groups",
      "insert invites",
      "insert auditevents",
      "insert batches",
      "update counters",
      "insert outboxmessages",
    ],
  },
  "sending again": {
    prepare: async () => {
      const id = await invited("again@example.com");
      return () => resendInvite(ada, id, 1, policy);
    },
    commands: [
      "aggregate groups",
      "findAndModify invites",
      "find users",
      "insert auditevents",
      "update counters",
      "insert outboxmessages",
    ],
  },
  cancelling: {
    prepare: async () => {
      const id = await invited("cancelled@example.com");
      return () => cancelInvite(ada, id, 1);
    },
    commands: [
      "aggregate groups",
      "update invites",
      "insert auditevents",
      "update counters",
      "insert outboxmessages",
    ],
  },
  accepting: {
    prepare: async () => {
      const inviteId = await invited("accepts@example.com");
      const link = { inviteId, generation: 1, keyId: policy.keyId };
      return () => acceptInvite(link, { name: "Eve", timeZone: "UTC" }, "nonce");
    },
    commands: [
      "aggregate invites",
      "update invites",
      // Whom a provider asked for.
      "find users",
      "insert users",
      "insert auditevents",
      "update counters",
      "insert outboxmessages",
    ],
  },
};

test.each(Object.entries(changes))(
  "%s waits for a majority once, at the end",
  async (_, { prepare, commands }) => {
    const run = await prepare();
    sent = [];
    await run();
    expect(sent.map(({ name }) => name)).toEqual([...commands, "commitTransaction"]);
    expect(sent.filter(({ waits }) => waits).map(({ name }) => name)).toEqual(["commitTransaction"]);
  },
);

/** Invites this many people, one each, 50 at a time. @returns the outcomes, and how often a transaction restarted */
async function inParallel(times: number, limits: Partial<typeof policy.limits>, label: string) {
  const outcomes: string[] = [];
  let next = 0;
  const inviter = async () => {
    while (next < times) {
      const n = next++;
      const strict = { ...policy, limits: { ...policy.limits, ...limits } };
      const [result] = await createInvites(n % 2 ? ada : mia, request(`${label}.${n}@example.com`), strict);
      outcomes.push(result?.outcome ?? "nothing");
    }
  };
  sent = [];
  await Promise.all(Array.from({ length: 50 }, inviter));
  return {
    invited: outcomes.filter((outcome) => outcome === "invited").length,
    restarts: sent.filter(({ name }) => name === "abortTransaction").length,
  };
}

test("of a hundred invites, 50 at a time, hardly one starts anew", async () => {
  const { invited, restarts } = await inParallel(100, {}, "parallel");
  expect(invited).toBe(100);
  expect(restarts).toBeLessThanOrEqual(5);
});

test("50 at a time pass no limit", async () => {
  const { invited } = await inParallel(70, { admin: 25, total: 47 }, "limited");
  expect(invited).toBe(47);
  const { total, byAdmin } = await invitesCounted();
  expect(total).toBe(47);
  expect(Math.max(...Object.values(byAdmin))).toBeLessThanOrEqual(25);
  expect(await AuditEvent.countDocuments({ action: "invite.created", "target.label": /^limited/ })).toBe(47);
});
