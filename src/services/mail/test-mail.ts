import type { DeliveryStep } from "../../models/invite.ts";
import { isDuplicate } from "../../models/mongo-errors.ts";
import { TestMail } from "../../models/test-mail.ts";
import { type AccountActor, accountKey, anyEmailOf } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { changeAs } from "../authorize.ts";
import { InvalidFields } from "../errors.ts";
import { coded, latestStep, withSteps } from "../invites/delivery.ts";
import { enqueue, publish } from "../jobs.ts";

/** The test email an owner requested, and its outcome. */
export interface TestMailStatus {
  generation: number;
  to: string;
  delivery: DeliveryStep;
}

/** Reads the outcome of the last test email someone requested; null when they have not. */
export async function testMailOf(actor: AccountActor): Promise<TestMailStatus | null> {
  return TestMail.findById(accountKey(actor), { generation: 1, to: 1, delivery: 1 }).lean();
}

/**
 * Sends a test email to the requester's own address. The same request again sends no second one.
 *
 * @param expectedGeneration the one on the screen; 0 before the first
 * @throws NotAdmin; InvalidFields (`email`) without an address
 */
export async function sendTestMail(actor: AccountActor, expectedGeneration: number): Promise<void> {
  const account = accountKey(actor);
  try {
    await changeAs(actor, "mail:test", async ({ now }) => {
      const email = anyEmailOf(actor);
      if (!email)
        throw new InvalidFields({
          email: "Your account has no email address to send it to. Add one, then try again.",
        });
      const generation = expectedGeneration + 1;
      const delivery = { state: "queued" as const, generation, at: now };
      const written = await TestMail.updateOne(
        { _id: account, generation: expectedGeneration },
        { $set: { to: email, generation, delivery, deliveryHistory: [delivery] } },
        { upsert: expectedGeneration === 0 },
      );
      if (written.matchedCount + written.upsertedCount === 0) return;
      await recordAudit(actor, now, {
        action: "mail.tested",
        target: { kind: "account", id: account, label: actor.name },
        before: null,
        after: { to: email },
        about: [email],
      });
      await enqueue(now, { kind: "test-email", account, generation, dueAt: now });
    });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
}

/** Reads where a test email goes; null when a newer one was requested. */
export async function testMailToSend(account: string, generation: number): Promise<string | null> {
  const mail = await TestMail.findOne({ _id: account, generation }, { to: 1 }).lean();
  return mail?.to ?? null;
}

/** Adds to a test email's outcome. Part of a transaction; the same steps again change nothing. */
export async function recordTestDelivery(
  account: string,
  steps: readonly DeliveryStep[],
  now: Date,
): Promise<void> {
  const mail = await TestMail.findById(account).lean();
  if (!mail) return;
  const deliveryHistory = withSteps(mail.deliveryHistory.map(coded), steps);
  const delivery = latestStep(deliveryHistory, mail.generation) ?? mail.delivery;
  await TestMail.updateOne({ _id: account }, { $set: { deliveryHistory, delivery } });
  await publish(now, { action: "test_delivery.changed", targets: [account], about: [], after: {} });
}
