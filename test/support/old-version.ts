import { mongo } from "mongoose";

const { ObjectId } = mongo;

/** Why rights were paused, as versions before the codes stored it, and as an admin reads it. */
export const oldPauses = {
  "email changed": "the account’s email changed",
  deactivated: "the account is deactivated",
  "deactivated earlier": "the account was deactivated in the meantime",
  "a guest": "the account is a guest",
  "a bot": "the account is a bot",
  "from another team": "the account is from another team",
};

/** Every sentence that versions before the codes stored for an email that had not arrived, and its form today. */
export const reasonsToday = new Map([
  ["mailbox does not exist", "mailbox does not exist"],
  ["mailbox is full or switched off", "mailbox is full or disabled"],
  [
    "their server takes no more mail from us now",
    "their server is not accepting more email from us right now",
  ],
  ["their server does not trust our sender", "their server does not trust our sender address"],
  ["their spam filter refused it", "their spam filter refused it"],
  ["their mail server is out of order", "their mail server is not working"],
  ["their server does not let it in", "their server blocked it"],
  ["their server refused it", "their server refused it"],
  ["an earlier email to this address bounced", "an earlier email to this address bounced"],
  ["they reported an earlier email as spam", "they reported an email as spam"],
  ["they unsubscribed from our emails", "they unsubscribed from our emails"],
  ["SendGrid takes it for spam", "SendGrid considers it spam"],
  ["our SendGrid account is used up", "our SendGrid account is out of credits"],
  ["SendGrid dropped it", "SendGrid dropped it"],
  ["SendGrid can't be reached.", "SendGrid can't be reached."],
  ["SendGrid did not answer in time.", "SendGrid did not answer in time."],
  ["SendGrid asked us to slow down.", "SendGrid asked us to slow down."],
  ["SendGrid is out of order (503).", "SendGrid is not working (503)."],
  ["SendGrid does not accept this address", "SendGrid does not accept this address"],
  [
    "our SendGrid plan is used up (the operator must extend it)",
    "our SendGrid plan is used up (the operator must upgrade it)",
  ],
  [
    "SendGrid does not know our key (the operator must check SENDGRID_API_KEY)",
    "SendGrid does not accept our key (the operator must check SENDGRID_API_KEY)",
  ],
  [
    "SendGrid does not let us send as this sender (the operator must check MAIL_FROM)",
    "SendGrid does not let us send from this address (the operator must check MAIL_FROM)",
  ],
  ["the email is too large", "the email is too large"],
  ["SendGrid refused it (418)", "SendGrid refused it (418)"],
  [
    'LINK_KEYS lacks the key "k0: old" of this invite',
    'LINK_KEYS is missing the key "k0: old" of this invite',
  ],
  ["every attempt broke off", "every attempt failed"],
]);
export const oldReasons = [...reasonsToday.keys()];

/** The reasons in audit events of refusals. */
export const oldRefusals = [
  "The account is a guest.",
  "The account is a bot.",
  "The account is deactivated.",
  "The account is from another team.",
  "The account is not linked to an active member of Admin.",
  "The account is not linked to an active user.",
];

const usersGroup = new ObjectId("000000000000000000000001");
const adminGroup = new ObjectId("000000000000000000000002");
const mia = { kind: "slack", name: "Mia Chen", teamId: "T0ACME", userId: "U0MIA", email: "mia@acme.io" };
const at = new Date("2026-03-03T13:00:00.000Z");
const DAY = 86_400_000;

/** A user whose rights are paused, as the document was stored. */
export function oldUser(number: number, because: string) {
  const email = `paused${number}@acme.io`;
  return {
    _id: new ObjectId(),
    email,
    name: `Paula Paused ${number}`,
    timeZone: "Europe/Berlin",
    status: "active",
    memberships: [
      { groupId: usersGroup, since: at, by: mia },
      { groupId: adminGroup, since: at, by: mia },
    ],
    slack: {
      teamId: "T0ACME",
      userId: `U0PAUSED${number}`,
      email,
      linkedAt: at,
      paused: { since: at, because },
    },
    invitedBy: mia,
    registeredAt: at,
    words: ["paula", "paused", String(number), email, `paused${number}`, "acme.io"],
    __v: 0,
  };
}

/** A pending invite whose email was delayed for a reason, and then failed for it, as the document was stored. */
export function oldInvite(number: number, reason: string) {
  const now = Date.now();
  const email = `lost${number}@example.com`;
  const delivery = {
    state: "failed",
    generation: 1,
    at: new Date(now - 1_000),
    reason,
    ...(reason === "mailbox does not exist" && { permanent: true }),
  };
  return {
    _id: new ObjectId(),
    email,
    status: "pending",
    generation: 1,
    groupIds: [usersGroup],
    invitedBy: mia,
    createdAt: new Date(now - 60_000 - number),
    expiryDays: 7,
    expiresAt: new Date(now + 7 * DAY),
    queuedAt: new Date(now - 60_000),
    keyId: "k1",
    delivery,
    deliveryHistory: [
      { state: "queued", generation: 1, at: new Date(now - 60_000) },
      { state: "sending", generation: 1, at: new Date(now - 30_000), reason },
      delivery,
    ],
    batchId: new ObjectId(),
    words: [email, `lost${number}`, "example.com"],
    __v: 0,
  };
}

/** A test email that bounced. */
function oldTestMail(number: number, reason: string) {
  const delivery = { state: "bounced", generation: 1, at, reason };
  return {
    _id: `T0ACME:U0TEST${number}`,
    to: "mia@acme.io",
    generation: 1,
    delivery,
    deliveryHistory: [delivery],
  };
}

function oldEvent(
  action: string,
  target: object,
  before: object | null,
  after: object | null,
  about: string[],
) {
  return {
    _id: new ObjectId(),
    at,
    actor: { kind: "system", name: "iam-bot" },
    action,
    target,
    before,
    after,
    about,
  };
}

/** Writes a database as versions before the codes left it: each pause, each reason, and events about them. */
export async function writeOldDatabase(uri: string): Promise<void> {
  const client = new mongo.MongoClient(uri);
  const users = Object.keys(oldPauses).map((because, number) => oldUser(number, because));
  const documents: Record<string, object[]> = {
    users,
    invites: oldReasons.map((reason, number) => oldInvite(number, reason)),
    testmails: oldReasons.map((reason, number) => oldTestMail(number, reason)),
    auditevents: [...users.map(paused), ...oldRefusals.map(refused)],
  };
  for (const [name, written] of Object.entries(documents))
    await client.db().collection(name).insertMany(written);
  await client.close();
}

function paused({ _id, email, slack }: ReturnType<typeof oldUser>) {
  const target = { kind: "user", id: String(_id), label: email };
  const after = { paused: slack.paused.because };
  return oldEvent("user.paused", target, { paused: null }, after, [String(_id), email]);
}

function refused(reason: string, number: number) {
  const id = `T0ACME:U0REFUSED${number}`;
  const target = { kind: "account", id, label: `Rory Refused ${number}` };
  return oldEvent("access.refused", target, null, { reason }, [id]);
}
