import { isDeepStrictEqual } from "node:util";
import type { Mail } from "../../../dev/emulators/sendgrid/mail.ts";
import { Batch } from "../../../src/models/batch.ts";
import { Invite, type InviteDocument } from "../../../src/models/invite.ts";
import { Job } from "../../../src/models/job.ts";
import { User } from "../../../src/models/user.ts";
import type { AccountActor } from "../../../src/services/actor.ts";
import { verifyAudit } from "../../../src/services/audit/verify-audit.ts";
import { showBatch } from "../../../src/services/invites/batch.ts";
import { batchCard } from "../../../src/slack/messages/batch.ts";
import type { Cluster } from "./cluster.ts";
import type { Told } from "./traffic.ts";

/**
 * Lists broken promises as sentences: things people were told that aren't so, promised emails that were not sent,
 * unexcused duplicates, outdated cards, invalid seals. Empty if every promise is kept. To be called when all work is
 * done.
 */
export async function brokenPromises(cluster: Cluster, told: Told): Promise<string[]> {
  const invites = await Invite.find().lean();
  const { problems } = await verifyAudit(cluster.auditKey);
  return [
    ...(await untrue(told, invites)),
    ...(await mailsMissedOrRepeated(cluster.sendgrid.mails, invites)),
    ...(await staleCards(cluster)),
    ...problems,
  ];
}

async function untrue(told: Told, invites: readonly InviteDocument[]): Promise<string[]> {
  const users = new Set((await User.find().lean()).map(({ email }) => email));
  const byEmail = new Map(invites.map((invite) => [invite.email, invite]));
  const without = (emails: Set<string>, holds: (invite: InviteDocument) => boolean) =>
    [...emails].filter((email) => {
      const invite = byEmail.get(email);
      return !invite || !holds(invite);
    });
  return [
    ...without(told.invited, () => true).map((email) => `${email} was said to be invited, and is not.`),
    ...without(told.resent, ({ generation }) => generation > 1).map(
      (email) => `The invite to ${email} was said to be sent again, and was not.`,
    ),
    ...without(told.cancelled, ({ status }) => status === "cancelled").map(
      (email) => `The invite to ${email} was said to be cancelled, and is not.`,
    ),
    ...[...told.registered]
      .filter((email) => !users.has(email))
      .map((email) => `${email} was told "You’re in", and is not.`),
  ];
}

/** Checks that emails are sent at least once, and again only with the same link after an attempt broke off. */
async function mailsMissedOrRepeated(
  mails: readonly Mail[],
  invites: readonly InviteDocument[],
): Promise<string[]> {
  const copies = new Map<string, Mail[]>();
  for (const mail of mails) {
    const id = mail.customArgs.outbox_id ?? "";
    copies.set(id, [...(copies.get(id) ?? []), mail]);
  }
  const byId = new Map(invites.map((invite) => [String(invite._id), invite]));
  const messages = await Job.find({ kind: "invite-email" }).lean();
  return messages.flatMap(({ _id, facts, status, attempts, lastFault }) => {
    const invite = byId.get(String(facts.inviteId));
    const sent = copies.get(String(_id)) ?? [];
    const about = `mail ${facts.generation} to ${invite?.email}`;
    const due = invite?.generation === facts.generation && invite?.status !== "cancelled";
    return [
      ...(due && sent.length === 0 ? [`The ${about} was never sent.`] : []),
      ...(status === "failed" ? [`The ${about} was given up: ${lastFault}.`] : []),
      ...(sent.length > attempts ? [`The ${about} was sent ${sent.length} times in ${attempts} tries.`] : []),
      ...(new Set(sent.map(({ link }) => link)).size > 1
        ? [`The copies of the ${about} have different links.`]
        : []),
    ];
  });
}

/** Checks that every card shows the current state of its invites. */
async function staleCards({ admins, slack }: Cluster): Promise<string[]> {
  const shown = new Map(
    admins.flatMap(({ messages }) =>
      messages.map(({ message }) => [`${message.channelId} ${message.ts}`, message] as const),
    ),
  );
  const owner: AccountActor = {
    kind: "account",
    teamId: slack.teamId,
    userId: admins[0]?.id ?? "",
    name: "Mia Chen",
    email: null,
    timeZone: "UTC",
    owner: true,
    ineligible: null,
  };
  const stale: string[] = [];
  for (const { _id, invitedBy, card } of await Batch.find().lean()) {
    const { rows } = await showBatch(owner, String(_id));
    const { blocks } = batchCard(
      { batchId: String(_id), inviter: invitedBy, rows },
      { deliveryReported: true },
    );
    const message = card && shown.get(`${card.channel} ${card.ts}`);
    const wanted: unknown = JSON.parse(JSON.stringify(blocks));
    if (!message || !isDeepStrictEqual(withoutIds(message.blocks), withoutIds(wanted)))
      stale.push(`The card of ${rows.map(({ email }) => email).join(", ")} does not show how they stand.`);
  }
  return stale;
}

/** Removes the ids that Slack gives blocks for which the app gave none. */
function withoutIds(blocks: unknown): unknown {
  return JSON.parse(
    JSON.stringify(blocks, (key, value: unknown) => (key === "block_id" ? undefined : value)),
  );
}
