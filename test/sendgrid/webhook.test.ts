import { createHmac, generateKeyPairSync, randomBytes, randomInt, sign } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Forgery } from "../../dev/emulators/sendgrid/events.ts";
import type { WebhookEvent } from "../../dev/emulators/sendgrid/mail.ts";
import { deliveryWarning } from "../../src/sendgrid/events.ts";
import { databaseFails } from "../support/worker/empty-database.ts";
import { startWorkerWorld, type WorkerWorld } from "../support/worker/worker-world.ts";

let world: WorkerWorld;
beforeAll(async () => {
  world = await startWorkerWorld();
  await world.takesEvents();
});
afterAll(() => world.ends());

describe("a batch", () => {
  /** Posts a body that is signed, whatever it says. */
  async function postsSigned(body: string): Promise<number> {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const timestamp = String(Math.floor(Date.now() / 1000));
    const { status } = await fetch(await world.servesEvents({ publicKey }), {
      method: "POST",
      headers: {
        "X-Twilio-Email-Event-Webhook-Signature": sign(
          "sha256",
          Buffer.from(timestamp + body),
          privateKey,
        ).toString("base64"),
        "X-Twilio-Email-Event-Webhook-Timestamp": timestamp,
      },
      body,
    });
    return status;
  }

  test("with elements that can't be read: the others count", async () => {
    const { id, mail } = await world.mails();
    const good = world.sendgrid.event(mail, "delivered");
    const strange: WebhookEvent[] = [
      { ...good, sg_event_id: 7 },
      { ...good, sg_event_id: "a", timestamp: "yesterday" },
      { ...good, sg_event_id: "b", timestamp: 1e300 },
      { ...good, sg_event_id: "c", outbox_id: { $ne: null } },
      { ...good, sg_event_id: "d", outbox_id: "0".repeat(24) },
      { ...good, sg_event_id: "e", event: "teleported" },
      { ...good, sg_event_id: { $gt: "" } },
      {},
    ];
    expect(await world.sendgrid.post([...strange, good])).toBe(204);
    expect((await world.invite(id)).delivery.state).toBe("delivered");
    const body = JSON.stringify([null, 1, "x", [], [[]]]);
    expect(await postsSigned(body)).toBe(204);
  });

  test("of 1 MiB is taken, a larger one is not, nor what is no list", async () => {
    const filler = (bytes: number) => JSON.stringify(["x".repeat(bytes - 4)]);
    expect(await postsSigned(filler(1024 * 1024))).toBe(204);
    expect(await postsSigned(filler(1024 * 1024 + 1))).toBe(413);
    expect(await postsSigned("{}")).toBe(400);
    expect(await postsSigned("[")).toBe(400);
  });

  test("counts for a day, and not from the future", async () => {
    const { mail } = await world.mails();
    const event = world.sendgrid.event(mail, "delivered");
    const signedAt = (seconds: number) =>
      world.sendgrid.post([event], { timestamp: String(Math.floor(Date.now() / 1000) + seconds) });
    expect(await signedAt(-24 * 60 * 60 + 60)).toBe(204);
    expect(await signedAt(-24 * 60 * 60 - 60)).toBe(401);
    expect(await signedAt(60)).toBe(204);
    expect(await signedAt(10 * 60)).toBe(401);
  });
});

test("500 forged or mutated batches: none is taken, none crashes", async () => {
  const { id, mail } = await world.mails();
  const before = await world.invite(id);
  const event = world.sendgrid.event(mail, "bounce");
  const genuine = JSON.stringify([event]);
  const forgeries: (() => Forgery)[] = [
    () => ({ signature: "" }),
    () => ({ signature: randomBytes(randomInt(1, 200)).toString("base64") }),
    () => ({ signature: "MEUCIQ".padEnd(randomInt(8, 96), "A") }),
    () => ({ signature: createHmac("sha256", randomBytes(8)).update(genuine).digest("base64") }),
    () => ({ body: mutated(genuine) }),
    () => ({ body: `${genuine} ` }),
    () => ({ body: "" }),
    () => ({ timestamp: ["", "abc", "-1", "1e9", "99999999999999999999", "NaN"][randomInt(6)] ?? "" }),
    () => ({ body: "[".repeat(randomInt(1, 5_000)) }),
    () => ({ body: "\u0000\uffff".repeat(randomInt(1, 100)) }),
  ];
  const answers: number[] = [];
  for (let index = 0; index < 500; index += 10)
    answers.push(...(await Promise.all(forgeries.map((forge) => world.sendgrid.post([event], forge())))));
  expect(answers).toHaveLength(500);
  expect(new Set(answers)).toEqual(new Set([401]));
  expect(await world.invite(id)).toEqual(before);
  expect(await world.sendgrid.post([event])).toBe(204);
});

function mutated(text: string): string {
  const index = randomInt(text.length);
  return (
    text.slice(0, index) +
    String.fromCharCode(text.charCodeAt(index) ^ (1 + randomInt(15))) +
    text.slice(index + 1)
  );
}

test("when the database does not answer, SendGrid is asked to come again", async () => {
  const { id, mail } = await world.mails();
  const event = world.sendgrid.event(mail, "delivered");
  world.expectedErrors += 1;
  await databaseFails("insert", 1);
  expect(await world.sendgrid.post([event])).toBe(503);
  expect(await world.sendgrid.post([event])).toBe(204);
  expect((await world.invite(id)).delivery.state).toBe("delivered");
});

describe("without the webhook's key", () => {
  test("the start warns and says what to do, and the path says that it takes nothing", async () => {
    expect(deliveryWarning({ publicKey: undefined })).toMatch(/^SENDGRID_WEBHOOK_PUBLIC_KEY is not set/);
    const url = await world.servesEvents({ publicKey: undefined });
    const { id, mail } = await world.mails();
    world.sendgrid.sendEventsTo(url);
    expect(await world.sendgrid.reports(mail, "bounce")).toBe(503);
    world.sendgrid.sendEventsTo(world.eventsUrl);
    expect((await world.invite(id)).delivery.state).toBe("sent");
  });
});
