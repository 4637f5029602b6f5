import mongoose from "mongoose";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Fault } from "../../dev/emulators/sendgrid/fault.ts";
import { startSendGrid } from "../../dev/emulators/sendgrid/sendgrid.ts";
import { authenticate } from "../../src/services/clients/authenticate.ts";
import { createClient } from "../../src/services/clients/create-client.ts";
import { openClient } from "../../src/services/clients/list-clients.ts";
import { rotateClient } from "../../src/services/clients/rotate-client.ts";
import { createInvites } from "../../src/services/invites/create-invites.ts";
import { signLink } from "../../src/services/invites/link-token.ts";
import { resendInvite } from "../../src/services/invites/resend-invite.ts";
import { startWorkerWorld, type WorkerWorld } from "../support/worker/worker-world.ts";

const message = "the-personal-message-canary";
const apiKey = "SG.the-key-canary.0123456789";

let world: WorkerWorld;
beforeEach(async () => {
  world = await startWorkerWorld(await startSendGrid({ apiKey }));
});
afterEach(() => world.ends());

/** Every field of every document, by collection. */
async function database(): Promise<Map<string, string>> {
  const { db } = mongoose.connection;
  const names = (await db?.listCollections().toArray()) ?? [];
  const texts = names.map(
    async ({ name }): Promise<[string, string]> => [
      name,
      JSON.stringify(await db?.collection(name).find().toArray()),
    ],
  );
  return new Map(await Promise.all(texts));
}

/** What the database, the log and Slack hold, by place. */
async function places(): Promise<Map<string, string>> {
  return new Map([
    ...(await database()),
    ["log", world.lines.join("\n")],
    ["slack", JSON.stringify([world.slack.calls(), world.mia.messages.map((each) => each.message)])],
  ]);
}

async function expectNoLeak(secrets: string[]): Promise<void> {
  const collections = await places();
  const invites = collections.get("invites") ?? "";
  expect(invites.split(message).length - 1, "the message is on its invite, once").toBe(1);
  collections.set("invites", invites.replace(message, ""));
  for (const [place, text] of collections)
    for (const secret of [...secrets, message])
      expect(text.includes(secret), `${place} holds ${secret}`).toBe(false);
}

const failures: [string, Fault][] = [
  ["400", { status: 400 }],
  ["401", { status: 401 }],
  ["403", { status: 403 }],
  ["413", { status: 413 }],
  ["429", { status: 429, retryAfter: 1 }],
  ["500", { status: 500 }],
  ["503", { status: 503 }],
  ["no answer", { dropAfterAccepting: true }],
];

test.each(failures)(
  "when SendGrid answers %s, neither key, link nor message appears anywhere else",
  async (answered, failure) => {
    const [id = ""] = await world.invites(["eve@example.com"], { message });
    world.sendgrid.next(failure);
    world.expectedErrors = ["401", "403"].includes(answered) ? 1 : 0;
    const worker = world.starts();
    await worker.idle();
    const token = signLink({ inviteId: id, generation: 1 }, "k1", world.linkKeys);
    await world.drawsCards();
    await worker.idle();
    expect(world.lines.length).toBeGreaterThan(0);
    await expectNoLeak([apiKey, apiKey.slice(3), token, token.split(".")[2] ?? ""]);
  },
);

test.each(["http://127.0.0.1:1", "http://does-not-exist.invalid"])(
  "when nobody answers at %s, nothing leaks",
  async (apiUrl) => {
    const [id = ""] = await world.invites(["eve@example.com"], { message });
    const worker = world.starts({ mail: { apiKey, apiUrl, from: { name: "Acme", email: "iam@acme.io" } } });
    await worker.idle();
    expect((await world.invite(id)).delivery).toMatchObject({
      state: "sending",
      reason: "provider_unreachable",
    });
    await expectNoLeak([apiKey, signLink({ inviteId: id, generation: 1 }, "k1", world.linkKeys)]);
  },
);

test("a message is only in its email, and in the email of a resend", async () => {
  const worker = world.starts();
  const [id = ""] = await world.invites(["eve@example.com"], { message });
  await world.sendgrid.mailTo("eve@example.com");
  await resendInvite(world.actor(), id, 1, world.policy);
  await world.sendgrid.mailTo("eve@example.com", { count: 2 });
  await worker.idle();
  for (const { text, html } of world.sendgrid.mails) {
    expect(text).toContain(`> ${message}`);
    expect(html).toContain(message);
  }
  await expectNoLeak([]);
});

test("only the people who created a client have its tokens", async () => {
  const program = { name: "Portal", permissions: ["invites:write", "users:write"], expiryDays: null };
  const { clientId, token: first } = await createClient(world.actor(), program);
  const { token: seen } = await openClient(world.actor(), clientId);
  const { token: second } = await rotateClient(world.actor(), clientId, seen.id, 24);
  const portal = await authenticate(first, "192.0.2.1");
  const request = { emails: ["eve@example.com"], groupIds: ["000000000000000000000001"], expiryDays: 7 };
  if (portal) await createInvites(portal, request, world.policy);
  await world.starts().idle();
  await world.drawsCards();
  const held = await places();
  expect(held.get("invites")).toContain(clientId);
  for (const [place, text] of held)
    for (const token of [first, second])
      for (const secret of [token.slice(28, 92), token.slice(28, 60), token.slice(-8)])
        expect(text.includes(secret), `${place} holds a secret`).toBe(false);
});
