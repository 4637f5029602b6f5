import { randomUUID } from "node:crypto";
import { Invite } from "../../src/models/invite.ts";
import type { AccountActor } from "../../src/services/actor.ts";
import { beginAudit } from "../../src/services/audit/begin-audit.ts";
import { NotAdmin } from "../../src/services/errors.ts";
import { deleteGroup } from "../../src/services/groups/delete-group.ts";
import { setGroupRules } from "../../src/services/groups/set-group-rules.ts";
import { createGroup, editGroup } from "../../src/services/groups/write-group.ts";
import { cancelInvite } from "../../src/services/invites/cancel-invite.ts";
import { declineInvite } from "../../src/services/invites/decline-invite.ts";
import { editInvite } from "../../src/services/invites/edit-invite.ts";
import { resendInvite } from "../../src/services/invites/resend-invite.ts";
import { showLink } from "../../src/services/invites/show-link.ts";
import { closeDatabase, openDatabase } from "../../src/services/operations/database.ts";
import { createRequest } from "../../src/services/requests/create-request.ts";
import { startReview } from "../../src/services/reviews/start-review.ts";
import { databaseTime } from "../../src/services/transaction.ts";
import { linkAtFirstCommand } from "../../src/services/users/link-account.ts";
import { listUsers } from "../../src/services/users/list-users.ts";
import { setMembershipEnd } from "../../src/services/users/set-membership-end.ts";
import { suspendUser } from "../../src/services/users/suspend-user.ts";
import { actorFrom, describedAccount } from "../../src/slack/kit/described-account.ts";
import { redrawCards } from "../../src/slack/state/batch-cards.ts";
import { userObject } from "../emulators/slack/accounts.ts";
import type { Person } from "../emulators/slack/person.ts";
import {
  accept,
  groupForm,
  groupNamed,
  invite,
  linkOf,
  mailsLeave,
  putInto,
  seedPolicy,
  seedRequestPolicy,
  seen,
  userNow,
} from "./actions.ts";
import { firstNewcomers, laterNewcomers, type Newcomer, seededGroups } from "./newcomers.ts";
import type { Cast } from "./people.ts";
import { hoursPass, inviteGrowsOlder } from "./time.ts";

const DAY = 24;
const MINUTE_MS = 60 * 1000;
const DAY_MS = DAY * 60 * MINUTE_MS;
/** How long before an invite expires its reminder is due. */
const REMINDER_MS = 2 * DAY_MS;

/** When the reminder and the expiry that people can watch are due, counted from the end of the seeding. */
const reminderInMs = 1.25 * MINUTE_MS;
const expiryInMs = 1.75 * MINUTE_MS;

/**
 * Fills the database with six weeks of history, through the app's own services, from the first day to this minute:
 * people and groups, invites in every state, an audit log, and emails, a reminder and an expiry that are due soon.
 *
 * @param day is called with the current day of the story, and how many there are
 */
export async function seed(
  uri: string,
  cast: Cast,
  auditKey: Uint8Array,
  day: (now: number, of: number) => void,
): Promise<void> {
  await openDatabase(uri);
  try {
    const mia = actorOf(cast.owner, cast);
    const jonas = actorOf(cast.admin, cast);
    const priya = actorOf(cast.member, cast);
    const chapters = [founding, firstTeam, secondTeam, housekeeping, lastWeek, yesterday];
    const of = chapters.length + 1;
    for (const [index, chapter] of chapters.entries()) {
      day(index, of);
      await chapter({ mia, jonas, priya });
    }
    day(of - 1, of);
    await thisMinute({ mia, jonas, priya });
    // A log that already has events begins only when somebody says so.
    await beginAudit(auditKey, "The demo begins with six weeks of history");
  } finally {
    await closeDatabase();
  }
}

interface Actors {
  mia: AccountActor;
  jonas: AccountActor;
  priya: AccountActor;
}

function actorOf({ account }: Person, { owner, installedAt }: Cast): AccountActor {
  const described = describedAccount.parse(
    userObject(account, { team: { id: account.teamId } }, { email: true, locale: false }),
  );
  const installation = { kind: "workspace", teamId: account.teamId } as const;
  return { ...actorFrom(described, { installation, owners: [owner.id] }), teamId: installedAt };
}

async function founding({ mia, jonas }: Actors): Promise<void> {
  for (const group of seededGroups) {
    await createGroup(mia, groupForm(group));
  }
  await hoursPass(0.5);
  await invite(mia, ["mia@acme.io", "jonas@acme.io"], { groups: ["Admin"] });
  await mailsLeave();
  await hoursPass(3);
  await accept(["Mia Chen", "mia@acme.io", "Head of IT", "Europe/Berlin", [], "+49 30 5550 142"]);
  await accept(["Jonas Weber", "jonas@acme.io", "Platform Engineer", "Europe/Berlin", [], "+49 30 5550 143"]);
  await linkAtFirstCommand(mia);
  await linkAtFirstCommand(jonas);
  await hoursPass(6 * DAY);
}

async function firstTeam({ jonas, priya }: Actors): Promise<void> {
  await invite(jonas, [...firstNewcomers.map(([, email]) => email), "rita@acme.io"], { days: 14 });
  await mailsLeave();
  await acceptOneByOne(firstNewcomers);
  await declineInvite(await linkOf("rita@acme.io"), randomUUID());
  await linkAtFirstCommand(priya);
  await hoursPass(1);
  for (const [, email, , , groups] of firstNewcomers) await putInto(jonas, email, groups);
  await hoursPass(9 * DAY);
}

async function secondTeam({ mia, jonas }: Actors): Promise<void> {
  await invite(mia, [...laterNewcomers.map(([, email]) => email), "temp@studio.example"], { days: 14 });
  await invite(mia, ["viktor@acme.io", "wendy@acme.io"], { days: 3 });
  await mailsLeave({ "temp@studio.example": { kind: "deferred" } });
  await acceptOneByOne(laterNewcomers);
  await cancelInvite(jonas, ...(await seen("temp@studio.example")));
  for (const [, email, , , groups] of laterNewcomers) await putInto(mia, email, groups);
  await hoursPass(10 * DAY);
}

async function housekeeping({ mia, jonas }: Actors): Promise<void> {
  const interns = await groupNamed("Interns");
  await deleteGroup(mia, String(interns._id), interns.version);
  await hoursPass(2);
  const [billing] = seededGroups;
  const { _id, version } = await groupNamed("Billing");
  if (billing)
    await editGroup(jonas, String(_id), version, groupForm({ ...billing, projects: ["invoicing"] }));
  await hoursPass(1.5 * DAY);
  await suspendUser(jonas, await userNow(jonas, "ivan@studio.example"), "keep");
  await putInto(mia, "aisha@acme.io", ["Security", "Support"]);
  await hoursPass(6 * DAY);
}

const noMailbox = {
  kind: "bounce",
  reason: { code: "mailbox_unknown", fact: "5.1.1" },
  permanent: true,
} as const;

async function lastWeek({ mia, jonas }: Actors): Promise<void> {
  await invite(mia, ["xenia@acme.io", "yusuf@acme.io", "zara@acme.io"], { days: 3 });
  await mailsLeave();
  await hoursPass(DAY);
  await declineInvite(await linkOf("zara@acme.io"), randomUUID());
  const batch = ["adam", "bianca", "cedric", "delia", "emil"].map((name) => `${name}@acme.io`);
  await invite(jonas, batch, { groups: ["Users", "Support"], days: 30 });
  await mailsLeave({ "cedric@acme.io": noMailbox });
  await hoursPass(2 * DAY);
  await resendInvite(jonas, ...(await seen("emil@acme.io")), seedPolicy);
  await mailsLeave();
  await hoursPass(1.5 * DAY);
}

async function yesterday({ mia, jonas, priya }: Actors): Promise<void> {
  const batch = ["fiona@studio.example", "goran@studio.example", "helga@studio.exmaple", "igor@acme.io"];
  await invite(mia, batch, { groups: ["Contractors"], days: 14, message: "Welcome to the website project." });
  await mailsLeave({
    "goran@studio.example": { kind: "deferred" },
    "helga@studio.exmaple": noMailbox,
    "igor@acme.io": { kind: "dropped", reason: { code: "reported_as_spam" }, permanent: false },
  });
  await hoursPass(4);
  const contractors = String((await groupNamed("Contractors"))._id);
  const support = String((await groupNamed("Support"))._id);
  await editInvite(jonas, ...(await seen("fiona@studio.example")), { groupIds: [contractors, support] });
  await showLink(mia, ...(await seen("delia@acme.io")));
  await invite(jonas, ["karl@acme.io", "kral@acme.io", "lotte@acme.io", "mona@acme.io"], { days: 3 });
  await mailsLeave();
  await hoursPass(0.1);
  await cancelInvite(jonas, ...(await seen("kral@acme.io")));
  await listUsers(priya, "", null).catch((error: unknown) => {
    if (!(error instanceof NotAdmin)) throw error;
  });
  await hoursPass(18);
}

/** People ask for groups; the deciders find cards as soon as the app starts. Two contractors leave within days. */
async function requests({ mia, jonas, priya }: Actors): Promise<void> {
  const opened = [
    { name: "Data Platform", deciders: null, longestHours: 30 * DAY },
    { name: "Support", deciders: "Support", longestHours: 7 * DAY },
    { name: "Security", deciders: null, longestHours: 8 },
  ];
  for (const { name, deciders, longestHours } of opened) {
    const { _id, version } = await groupNamed(name);
    const decides = deciders && String((await groupNamed(deciders))._id);
    const answers = name === "Security" ? 2 : 1;
    await setGroupRules(mia, String(_id), version, { open: true, deciders: decides, answers, longestHours });
  }
  await atOnceRules(mia);
  const contractors = String((await groupNamed("Contractors"))._id);
  for (const [email, days] of [
    ["ana@studio.example", 2],
    ["ben@studio.example", 5],
  ] as const) {
    const until = new Date((await databaseTime()).getTime() + days * DAY_MS);
    await setMembershipEnd(jonas, await userNow(jonas, email), contractors, { until, zone: "UTC" });
  }
  const asks = async (who: AccountActor, name: string, hours: number, reason: string, emergency = false) => {
    const groupId = String((await groupNamed(name))._id);
    await createRequest(who, { groupId, hours, reason, emergency }, seedRequestPolicy);
  };
  await asks(priya, "Data Platform", 7 * DAY, "I cover the ingest on-call next week.");
  await asks(jonas, "Support", 3 * DAY, "To help with the backlog before the holidays.");
  await asks(priya, "Security", 2, "Nobody can sign in: the firewall drops them all.", true);
}

/** Lets Support look up invoices without waiting for anybody, and into Security in an emergency. */
async function atOnceRules(mia: AccountActor): Promise<void> {
  const group = String((await groupNamed("Support"))._id);
  const [billing, security] = [await groupNamed("Billing"), await groupNamed("Security")];
  await setGroupRules(mia, String(billing._id), billing.version, { preApproved: { group, hours: 8 } });
  await setGroupRules(mia, String(security._id), security.version, { emergency: { group, hours: 4 } });
}

/** Mia starts a review of two groups by their deciders; its members are gathered as soon as the app starts. */
async function review({ mia }: Actors): Promise<void> {
  const groupIds = await Promise.all(
    ["Data Platform", "Support"].map(async (name) => String((await groupNamed(name))._id)),
  );
  await startReview(
    mia,
    { groupIds, reviewers: "deciders", days: 14, unanswered: "removed", months: 3 },
    seedRequestPolicy.timeZone,
  );
}

/** Starts things that the app carries out once it runs. */
async function thisMinute({ mia, jonas, priya }: Actors): Promise<void> {
  await invite(jonas, ["nadia@acme.io"], { days: 3, message: "You asked for access to the dashboards." });
  await invite(jonas, ["omar@acme.io"], { days: 1 });
  await mailsLeave();
  await hoursPass(0.2);
  await inviteGrowsOlder("nadia@acme.io", 3 * DAY_MS - REMINDER_MS - reminderInMs - 0.2 * 60 * MINUTE_MS);
  await inviteGrowsOlder("omar@acme.io", DAY_MS - expiryInMs - 0.2 * 60 * MINUTE_MS);
  await invite(mia, ["pablo@acme.io", "quinn@acme.io"], { message: "Good to have you with us on Monday!" });
  await invite(mia, ["rosa@acme.io"], { undoSeconds: 180 });
  await requests({ mia, jonas, priya });
  await review({ mia, jonas, priya });
  const now = await databaseTime();
  await redrawCards(now, await Invite.distinct("batchId", { status: "pending" }));
}

/** Registers newcomers over several days, three at a time: letting time pass takes the longest here. */
async function acceptOneByOne(newcomers: Newcomer[]): Promise<void> {
  for (const [index, newcomer] of newcomers.entries()) {
    if (index % 3 === 0) await hoursPass(11);
    await accept(newcomer);
  }
}
