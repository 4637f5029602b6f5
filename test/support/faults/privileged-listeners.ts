import { Types } from "mongoose";
import { expect } from "vitest";
import * as z from "zod";
import type { SentRequest } from "../../../dev/emulators/slack/delivery/delivery.ts";
import { encode } from "../../../dev/emulators/slack/delivery/http.ts";
import type { Person } from "../../../dev/emulators/slack/person.ts";
import { AuditEvent } from "../../../src/models/audit-event.ts";
import { Client } from "../../../src/models/client.ts";
import { builtInGroupIds, Group } from "../../../src/models/group.ts";
import { HomeTab } from "../../../src/models/home-tab.ts";
import { Invite } from "../../../src/models/invite.ts";
import { Job } from "../../../src/models/job.ts";
import { Run, type RunStatus } from "../../../src/models/run.ts";
import { User } from "../../../src/models/user.ts";
import { WebhookEndpoint } from "../../../src/models/webhook-endpoint.ts";
import { createClient } from "../../../src/services/clients/create-client.ts";
import { eventually } from "../eventually.ts";
import { showsRun } from "../imports/seed-run.ts";
import { fixtures } from "../slack/fixtures.ts";
import { listenersRegistered } from "../slack/registered.ts";
import { seedInvites, seedUsers } from "../slack/seed.ts";
import { seedReview } from "../slack/seed-review.ts";
import { seedWebhook } from "../slack/seed-webhook.ts";
import type { World } from "../world.ts";

/** Starts an app and notes which listeners it registers. */
export async function notingListeners<T>(
  start: () => Promise<T>,
): Promise<{ started: T; registered: string[] }> {
  const registered = listenersRegistered();
  try {
    return { started: await start(), registered: registered() };
  } finally {
    registered();
  }
}

const named = z.object({
  command: z.string().optional(),
  callback_id: z.string().optional(),
  view: z.object({ callback_id: z.string() }).optional(),
  actions: z.tuple([z.object({ action_id: z.string() })]).optional(),
});

/** Returns the name of the listener that a request is for. */
export function listenerOf({ kind, type, payload }: SentRequest): string {
  const { command, callback_id, view, actions } = named.parse(payload);
  if (kind === "slash_commands") return `command ${command}`;
  if (actions) return `action ${actions[0].action_id}`;
  if (type === "view_submission") return `view ${view?.callback_id}`;
  return kind === "events_api" ? `event ${type}` : `shortcut ${callback_id}`;
}

/** The fields that change when a request is sent as a different one. */
type Disguise = (payload: SentRequest["payload"]) => Record<string, unknown>;

/** Makes up a trigger that opens nothing, for a request that a person did not really make. */
export const triggerOf = ({ id }: Person) => `${id}.1.1`;

/** Rewrites a request as if someone else sent it, keeping its content. */
export function payloadBy(person: Person, { kind, payload }: SentRequest): SentRequest["payload"] {
  const { id, account } = person;
  const who =
    kind === "slash_commands"
      ? { user_id: id, team_id: account.teamId }
      : { user: { id, username: account.handle, name: account.handle, team_id: account.teamId } };
  return { ...payload, ...who, trigger_id: triggerOf(person) };
}

/** Encodes a request as if someone else sent it, perhaps disguised as a different one. */
export function sentBy(person: Person, request: SentRequest, as: Disguise = () => ({})): string {
  const payload = payloadBy(person, request);
  return encode(request.kind, { ...payload, ...as(payload) }).body;
}

/** Fills the database so that each list has a second page. */
export async function fillLists(world: Pick<World, "slack">): Promise<void> {
  const { group, registered } = fixtures(world);
  const numbers = Array.from({ length: 12 }, (_, n) => n + 10);
  await seedUsers(
    numbers.map((n) => `Crowd ${n}`),
    builtInGroupIds.users,
  );
  await seedInvites(
    numbers.map((n) => `crowd-${n}@example.com`),
    [String(builtInGroupIds.users)],
  );
  for (const n of numbers) await group(`Crowd ${n}`);
  for (const n of numbers) await seedWebhook(`Crowd ${n}`);
  // So that there is another service besides that of Users.
  await Group.updateOne({ name: "Crowd 10" }, { $set: { services: ["Calls"] } });
  const busy = await registered("Busy Bee");
  await AuditEvent.insertMany(
    numbers.map(() => ({
      action: "user.groups_changed",
      actor: { kind: "system", name: "iam-bot" },
      target: { kind: "user", id: busy, label: "busy.bee@acme.io" },
      before: null,
      after: null,
      about: [busy],
      at: new Date(),
    })),
  );
}

type ListenerScenario = (mia: Person, world: Pick<World, "slack">) => Promise<unknown>;

/** Plays a scenario as a new admin, so that nothing from another scenario can still reach their screen. */
export async function play(scenario: ListenerScenario, world: Pick<World, "slack">): Promise<void> {
  // Without this, messages to all admins would go to ever more of the admins who played before.
  await Promise.all([User.deleteMany({ name: /^Mia \w{24}$/ }), HomeTab.deleteMany()]);
  await scenario(await fixtures(world).admin(`Mia ${new Types.ObjectId()}`), world);
}

const runs =
  (line: string, title: string, ...rest: ListenerScenario[]): ListenerScenario =>
  async (mia, world) => {
    await mia.runs(line);
    await mia.seesView(title);
    for (const scenario of rest) await scenario(mia, world);
  };
const presses =
  (button: string, title?: string): ListenerScenario =>
  async (mia) => {
    await mia.presses(button);
    if (title) await mia.seesView(title);
  };
const submits: ListenerScenario = (mia) => mia.submits();
const types =
  (label: string, text: string): ListenerScenario =>
  (mia) =>
    mia.types(label, text);

const fromHelp =
  (button: string, title: string): ListenerScenario =>
  async (mia, world) => {
    await mia.runs("/iam");
    await mia.sees(button);
    await presses(button, title)(mia, world);
  };
/** Reads the address that a screen shows in parentheses. */
const shownAddress = (screen: string) => /\((\S+@[^\s)]+)\)/.exec(screen)?.[1] ?? "";
const profile =
  (...rest: ListenerScenario[]): ListenerScenario =>
  async (mia, world) => {
    const name = `Subject ${new Types.ObjectId()}`;
    await fixtures(world).registered(name);
    await runs(`/iam user ${name}`, "Profile", ...rest)(mia, world);
  };
const group =
  (...rest: ListenerScenario[]): ListenerScenario =>
  async (mia, world) => {
    const name = `Topic ${new Types.ObjectId()}`;
    await fixtures(world).group(name);
    await runs(`/iam groups ${name}`, "Group members", ...rest)(mia, world);
  };
const whoMay = [presses("Access", "Group access"), presses("Who Can Use It?", "Who can use it?")] as const;
const pending =
  (...rest: ListenerScenario[]): ListenerScenario =>
  async (mia, world) => {
    const email = `${new Types.ObjectId()}@example.com`;
    await seedInvites([email], [String(builtInGroupIds.users)]);
    await runs(`/iam pending ${email}`, "Pending invites", ...rest)(mia, world);
  };
const severalPending =
  (...rest: ListenerScenario[]): ListenerScenario =>
  async (mia, world) => {
    const tag = String(new Types.ObjectId());
    await seedInvites([`${tag}.1@example.com`, `${tag}.2@example.com`], [String(builtInGroupIds.users)]);
    await runs(`/iam pending ${tag}`, "Pending invites", ...rest)(mia, world);
  };
const selecting = (...rest: ListenerScenario[]): ListenerScenario =>
  severalPending(presses("Select Several", "Select invites"), ...rest);
const changingAll = (...rest: ListenerScenario[]): ListenerScenario =>
  severalPending(presses("Change All", "Change all invites"), ...rest);
const cancelled: ListenerScenario = (mia) => mia.picks("What to do", "Cancel them");
const cancelsAll: ListenerScenario = async (mia) => {
  await mia.picks("What to do", "Cancel them");
  await mia.presses("Select All 2");
  await mia.sees("1 to 2 (optional): ☑");
};
const invites =
  (count: number, ...rest: ListenerScenario[]): ListenerScenario =>
  async (mia, world) => {
    const emails = Array.from({ length: count }, () => `${new Types.ObjectId()}@example.com`);
    await runs(
      "/iam invite",
      "Invite people",
      types("Email addresses", emails.join(" ")),
      ...rest,
    )(mia, world);
  };
const from =
  (menu: string): ListenerScenario =>
  (mia) =>
    mia.choosesFromMenu(menu);

/** Opens a result with more rows than a page holds: one invite, and a dozen that were pending already. */
const listed =
  (...rest: ListenerScenario[]): ListenerScenario =>
  async (mia, world) => {
    const emails = Array.from({ length: 12 }, () => `${new Types.ObjectId()}@example.com`);
    await seedInvites(emails, [String(builtInGroupIds.users)]);
    const typed = [...emails, `${new Types.ObjectId()}@example.com`].join(" ");
    await runs(
      "/iam invite",
      "Invite people",
      types("Email addresses", typed),
      submits,
      (mia) => mia.sees("Send 1 Invite"),
      submits,
      (mia) => mia.sees("Already pending"),
      ...rest,
    )(mia, world);
  };
const webhook =
  (...rest: ListenerScenario[]): ListenerScenario =>
  async (mia, world) => {
    const name = `Hook ${new Types.ObjectId()}`;
    await WebhookEndpoint.deleteMany({ description: /^Hook/ });
    await seedWebhook(name);
    // The newest is on the last page.
    await runs(
      "/iam webhooks",
      "Webhooks",
      presses("Next"),
      (mia) => mia.sees(name),
      presses(`View the webhook ${name}`, "Webhook"),
      ...rest,
    )(mia, world);
  };
const bounces: ListenerScenario = () =>
  Invite.updateMany({ status: "pending" }, { "delivery.state": "bounced", "delivery.permanent": true });

const program = (name: string) =>
  createClient(
    { kind: "operator" },
    { name, permissions: ["users:read", "decisions", "scim"], expiryDays: 30 },
  );
/** Opens the page of a new API client. */
const apiClient =
  (...rest: ListenerScenario[]): ListenerScenario =>
  async (mia, world) => {
    await Client.deleteMany();
    const { name } = await program(`Portal ${new Types.ObjectId()}`);
    await runs(
      "/iam clients",
      "API clients",
      presses(`View the API client ${name}`, "API client"),
      ...rest,
    )(mia, world);
  };
const manyClients =
  (...rest: ListenerScenario[]): ListenerScenario =>
  async (mia, world) => {
    for (let n = 0; n < 12; n++) await program(`Crowd ${new Types.ObjectId()}`);
    await runs("/iam clients", "API clients", ...rest)(mia, world);
  };
const newClient = (...rest: ListenerScenario[]): ListenerScenario =>
  runs(
    "/iam clients",
    "API clients",
    presses("Create Client", "Create client"),
    (mia) => mia.types("Name", `Portal ${new Types.ObjectId()}`),
    (mia) => mia.picks("Users", ["Change groups, suspend and reactivate"]),
    ...rest,
  );

/** Presses the first button whose label starts with this text. */
const pressesFirst =
  (label: string): ListenerScenario =>
  async (mia) => {
    const inBrackets = new RegExp(`\\((${label}[^)]*)\\)`);
    const [, found = label] = inBrackets.exec(await mia.sees(inBrackets)) ?? [];
    await mia.presses(found);
  };

/** Opens a review of a group with two pages of members. */
const review =
  (...rest: ListenerScenario[]): ListenerScenario =>
  async (mia, world) => {
    const name = `Reviewed ${new Types.ObjectId()}`;
    await seedReview(
      name,
      Array.from({ length: 11 }, (_, at) => `${name}.${at + 10}`),
    );
    await runs(`/iam review ${name}`, "Review", ...rest)(mia, world);
  };
const manyReviews =
  (...rest: ListenerScenario[]): ListenerScenario =>
  async (mia, world) => {
    for (let at = 0; at < 11; at++) await seedReview(`Reviewed ${new Types.ObjectId()}`, []);
    await runs("/iam review", "Reviews", ...rest)(mia, world);
  };
const importing = (...rest: ListenerScenario[]): ListenerScenario =>
  runs(
    "/iam import",
    "Import people",
    types("Or paste them", `${new Types.ObjectId()}@example.com`),
    ...rest,
  );
const shownRun =
  (status: RunStatus, button: string): ListenerScenario =>
  async (mia) => {
    await showsRun(mia, `list ${new Types.ObjectId()}`, status);
    await mia.presses(button);
  };

/** Every listener that only admins may use, with a scenario in which one does. */
export const privileged: Record<string, ListenerScenario> = {
  "command /iam": runs("/iam pending", "Pending invites"),
  "shortcut invite_people": (mia) => mia.usesShortcut("Invite people"),
  "shortcut invite_from_message": (mia) =>
    mia.usesShortcut("Invite from message", { message: "a@example.com" }),
  "action invite.open": fromHelp("Invite People", "Invite people"),
  "view invite.form": invites(1, submits),
  "view invite.review": invites(12, submits, (mia) => mia.sees("Send 12 Invites"), submits),
  "action invite.change": invites(12, submits, (mia) => mia.sees("Send 12 Invites"), presses("Change")),
  "action invite.undo": invites(1, submits, (mia) => mia.sees("Invited."), presses("Undo")),
  "action invite.undo_all": invites(
    12,
    submits,
    (mia) => mia.sees("Send 12 Invites"),
    submits,
    presses("Undo All"),
  ),
  "action invite.result_next": listed(presses("Next")),
  "action invite.result_previous": listed(
    presses("Next"),
    (mia) => mia.sees("[Previous"),
    presses("Previous"),
  ),
  "action invite.correct": pending(bounces, submits, presses("Correct Address")),
  "action batch.show_all": async (mia, world) => {
    await invites(12, submits, (mia) => mia.sees("Send 12 Invites"), submits)(mia, world);
    await mia.closes({ all: true });
    await mia.receives("[Show All]");
    await mia.presses("Show All");
  },
  "action exports.start": runs("/iam users", "Users", presses("Export")),
  "view imports.form": importing(submits),
  "view imports.review": importing(
    submits,
    (mia) => mia.sees("1 person will be invited"),
    submits,
    async () =>
      eventually(async () => {
        const last = await Run.findOne({}, { status: 1 }).sort({ _id: -1 }).lean();
        expect(last?.status).not.toBe("running");
      }),
  ),
  "action imports.faulty": runs(
    "/iam import",
    "Import people",
    types("Or paste them", "email\nnobody"),
    submits,
    presses("Send me these lines as CSV"),
    (mia) => mia.sees("Sent 1 line"),
  ),
  "action imports.pause": shownRun("running", "Pause"),
  "action imports.resume": shownRun("paused", "Resume"),
  "action imports.cancel_rest": shownRun("paused", "Cancel the Rest"),
  "action pending.open": fromHelp("Pending Invites", "Pending invites"),
  "view pending.list": runs("/iam pending", "Pending invites", submits),
  "action pending.next": runs("/iam pending", "Pending invites", presses("Next")),
  "action pending.previous": runs(
    "/iam pending",
    "Pending invites",
    presses("Next"),
    (mia) => mia.sees("[Previous"),
    presses("Previous"),
  ),
  "action pending.resend": pending(presses("Resend")),
  "action pending.text": pending(types("Find", "crowd")),
  "action pending.which": pending((mia) => mia.picks("Show", "Delivery trouble")),
  "action pending.whose": pending((mia) => mia.picks("Invited by", "Invited by me")),
  "action pending.refresh": pending(presses("Refresh")),
  "action pending.several": severalPending(presses("Select Several")),
  "action pending.select_all": selecting(presses("Select All 2")),
  "action pending.select_none": selecting(presses("Select None")),
  "view pending.select": selecting(cancelsAll, submits),
  "view pending.review": selecting(
    cancelsAll,
    submits,
    (mia) => mia.sees("2 invites will be cancelled"),
    submits,
  ),
  "action changes.open_invites": severalPending(presses("Change All")),
  "action changes.open_users": runs("/iam users", "Users", presses("Change All")),
  "action changes.action": changingAll(cancelled),
  "view changes.form": changingAll(cancelled, submits),
  "view changes.review": changingAll(
    cancelled,
    submits,
    (mia) => mia.sees("2 invites will be cancelled"),
    submits,
    async () =>
      eventually(async () => {
        expect(await Run.countDocuments({ kind: "change", status: "running" })).toBe(0);
      }),
  ),
  "view pending.cancellation": pending(
    from("Cancel Invite"),
    (mia) => mia.seesView("Cancel this invite?"),
    submits,
  ),
  "action pending.more": pending(from("Show Link")),
  "view pending.edit_groups": pending(from("Edit Groups"), (mia) => mia.seesView("Edit groups"), submits),
  "action user.open": runs("/iam users", "Users", presses("View Busy Bee")),
  "action user.profile": profile(presses("Groups", "Groups"), presses("Profile")),
  "action user.groups": profile(presses("Groups")),
  "action user.activity": profile(presses("Activity")),
  "action user.activity_next": runs(
    "/iam user Busy Bee",
    "Profile",
    presses("Activity", "Activity"),
    presses("Next"),
  ),
  "action user.activity_previous": runs(
    "/iam user Busy Bee",
    "Profile",
    presses("Activity", "Activity"),
    presses("Next"),
    (mia) => mia.sees("[Previous"),
    presses("Previous"),
  ),
  "action user.change_groups": profile(presses("Change Groups")),
  "view user.groups_form": profile(
    presses("Change Groups", "Change groups"),
    (mia) => mia.picks("Groups", ["Admin"]),
    submits,
  ),
  "view user.groups_review": profile(
    presses("Change Groups", "Change groups"),
    (mia) => mia.picks("Groups", ["Admin"]),
    submits,
    (mia) => mia.sees("Admin"),
    submits,
  ),
  "action user.set_end": profile(presses("Groups", "Groups"), presses("Set End")),
  "action user.end_of": profile(presses("Groups", "Groups"), presses("Set End", "Set end"), (mia) =>
    mia.picks("Group", "Users"),
  ),
  "view user.end_form": profile(
    presses("Groups", "Groups"),
    presses("Set End", "Set end"),
    (mia) => mia.picks("Group", "Users"),
    (mia) => mia.picks("Last day", "2999-12-31"),
    submits,
  ),
  "action user.suspend": profile(presses("Suspend")),
  "view user.suspend_review": profile(presses("Suspend", "Suspend?"), submits),
  "action user.reactivate": profile(
    presses("Suspend"),
    (mia) => mia.seesView("Suspend?"),
    submits,
    presses("Reactivate"),
  ),
  "action user.erase": profile(
    presses("Suspend"),
    (mia) => mia.seesView("Suspend?"),
    submits,
    presses("Erase Details"),
  ),
  "view user.erase_review": profile(
    presses("Suspend"),
    (mia) => mia.seesView("Suspend?"),
    submits,
    presses("Erase Details", "Erase details?"),
    (mia) => mia.types("Type their email address to confirm", shownAddress(mia.screen())),
    submits,
  ),
  "action user.link": profile(presses("Link Slack Account")),
  "view user.link_form": profile(
    presses("Link Slack Account", "Link Slack account"),
    async (mia, { slack }) => {
      const { account } = slack.addPerson({
        name: `Linked ${new Types.ObjectId()}`,
        email: `${new Types.ObjectId()}@acme.io`,
      });
      await mia.picks("Slack account", account.name);
    },
    submits,
  ),
  "action groups.open_list": fromHelp("Groups", "Groups"),
  "action audit.open": fromHelp("Audit Log", "Audit log"),
  "action users.open": fromHelp("Users", "Users"),
  "action users.which": runs("/iam users", "Users", (mia) => mia.picks("Show", "Leaving soon")),
  "view users.list": runs("/iam users", "Users", submits),
  "action users.refresh": runs("/iam users", "Users", presses("Refresh")),
  "action groups.refresh": runs("/iam groups", "Groups", presses("Refresh")),
  "action audit.refresh": runs("/iam audit", "Audit log", presses("Refresh")),
  "action users.next": runs("/iam users", "Users", presses("Next")),
  "action users.previous": runs(
    "/iam users",
    "Users",
    presses("Next"),
    (mia) => mia.sees("[Previous"),
    presses("Previous"),
  ),
  "view groups.list": runs("/iam groups", "Groups", submits),
  "action groups.next": runs("/iam groups", "Groups", presses("Next")),
  "action groups.previous": runs(
    "/iam groups",
    "Groups",
    presses("Next"),
    (mia) => mia.sees("[Previous"),
    presses("Previous"),
  ),
  "action groups.open": async (mia, world) => {
    const name = `Topic ${new Types.ObjectId()}`;
    await fixtures(world).group(name);
    // A single one would open at once.
    await fixtures(world).group(`${name} too`);
    await runs(`/iam groups ${name}`, "Groups", presses(`View the group ${name}`))(mia, world);
  },
  "action groups.access": group(presses("Access")),
  "action groups.who_may": runs("/iam groups Users", "Group members", ...whoMay),
  "action groups.who_may_service": runs("/iam groups Users", "Group members", ...whoMay, (mia) =>
    mia.picks("Another service", "Calls"),
  ),
  "action groups.who_may_next": runs("/iam groups Users", "Group members", ...whoMay, presses("Next")),
  "action groups.members": group(presses("Access", "Group access"), presses("Members")),
  "action groups.members_next": runs("/iam groups Users", "Group members", presses("Next")),
  "action groups.members_previous": runs(
    "/iam groups Users",
    "Group members",
    presses("Next"),
    (mia) => mia.sees("[Previous"),
    presses("Previous"),
  ),
  "action groups.create": runs("/iam groups", "Groups", presses("Create Group")),
  "action groups.rules": group(presses("Access Rules")),
  "action groups.at_once": group(presses("At Once")),
  "view groups.at_once_form": group(
    presses("At Once", "At once"),
    (mia) => mia.picks("Pre-approved: members of", "Users"),
    submits,
  ),
  "view groups.rules_form": group(
    presses("Access Rules", "Access rules"),
    (mia) => mia.picks("Requests", ["Anyone in your organisation can ask for this group"]),
    submits,
  ),
  "action reviews.refresh_list": runs("/iam review", "Reviews", presses("Refresh")),
  "action reviews.next": manyReviews(presses("Next")),
  "action reviews.previous": manyReviews(
    presses("Next"),
    (mia) => mia.sees("[Previous"),
    presses("Previous"),
  ),
  "action reviews.start": runs("/iam review", "Reviews", presses("Start Review")),
  "view reviews.form": runs(
    "/iam review",
    "Reviews",
    presses("Start Review", "Start review"),
    (mia) => mia.picks("Groups", ["Users"]),
    submits,
  ),
  "action reviews.open": manyReviews(pressesFirst("View the review of")),
  "action reviews.which": review((mia) => mia.picks("Show", "All members")),
  "action reviews.refresh": review(presses("Refresh")),
  "action reviews.items_next": review(presses("Next")),
  "action reviews.items_previous": review(
    presses("Next"),
    (mia) => mia.sees("[Previous"),
    presses("Previous"),
  ),
  "action reviews.keep": review(pressesFirst("Keep Reviewed")),
  "action reviews.keep_rest": review(presses("Keep the Rest")),
  "action reviews.stop_repeating": review(presses("Stop Repeating")),
  "action reviews.limit": review(pressesFirst("Keep until")),
  "view reviews.limit_form": review(
    pressesFirst("Keep until"),
    (mia) => mia.seesView("Keep until"),
    (mia) => mia.picks("Last day", "2999-12-31"),
    submits,
  ),
  "action reviews.remove": review(pressesFirst("Remove")),
  "view reviews.remove_form": review(
    pressesFirst("Remove"),
    (mia) => mia.seesView("Remove?"),
    types("Why", "Left"),
    submits,
  ),
  "action groups.edit": group(presses("Edit Group")),
  "action groups.delete": group(presses("Delete Group")),
  "action groups.take_back": async (mia, world) => {
    const name = `Topic ${new Types.ObjectId()}`;
    await fixtures(world).group(name);
    await Group.updateOne({ name }, { managedBy: { clientId: "c1", name: "Okta" } });
    await runs(`/iam groups ${name}`, "Group members", presses("Take Back"), (mia) =>
      mia.sees("From now on, admins decide"),
    )(mia, world);
  },
  "view groups.form": group(presses("Edit Group", "Edit group"), types("Description", "Mine"), submits),
  "view groups.deletion": group(presses("Delete Group", "Delete group?"), submits),
  "action clients.next": manyClients(presses("Next")),
  "action clients.previous": manyClients(
    presses("Next"),
    (mia) => mia.sees("[Previous"),
    presses("Previous"),
  ),
  "action clients.open": apiClient(),
  "action clients.create": runs("/iam clients", "API clients", presses("Create Client")),
  "view clients.form": newClient(submits),
  "action clients.change": newClient(submits, (mia) => mia.seesView("Create client?"), presses("Change")),
  "view clients.review": newClient(submits, (mia) => mia.seesView("Create client?"), submits),
  "action clients.rotate": apiClient(presses("New Token")),
  "view clients.rotation": apiClient(presses("New Token", "New token?"), submits),
  "action clients.hand_over": apiClient(presses("Hand Over")),
  "view clients.hand_over_form": apiClient(
    presses("Hand Over", "Hand over client"),
    (mia) => mia.picks("New owner", mia.account.name),
    submits,
  ),
  "action clients.change_reasons": apiClient(presses("Leave Out Reasons")),
  "action clients.change_invites": apiClient(presses("Send Invites")),
  "action clients.revoke": apiClient(presses("Revoke")),
  "view clients.revocation": apiClient(presses("Revoke", "Revoke client?"), submits),
  "action webhooks.next": runs("/iam webhooks", "Webhooks", presses("Next")),
  "action webhooks.previous": runs(
    "/iam webhooks",
    "Webhooks",
    presses("Next"),
    (mia) => mia.sees("[Previous"),
    presses("Previous"),
  ),
  "action webhooks.open": webhook(),
  "action webhooks.messages_next": webhook(presses("Next")),
  "action webhooks.messages_previous": webhook(
    presses("Next"),
    (mia) => mia.sees("[Previous"),
    presses("Previous"),
  ),
  "action webhooks.refresh": webhook(presses("Refresh")),
  "action webhooks.create": runs("/iam webhooks", "Webhooks", presses("Add Webhook")),
  "action webhooks.edit": webhook(presses("Edit")),
  "view webhooks.form": webhook(presses("Edit", "Edit webhook"), types("Name", "Hook of ours"), submits),
  "action webhooks.test": webhook(presses("Send Test")),
  "action webhooks.redeliver": webhook(async (mia) => {
    const endpoint = await WebhookEndpoint.findOne({ description: /^Hook/ }).orFail().lean();
    const ofEndpoint = { kind: "webhook", "facts.endpointId": endpoint._id };
    const message = await Job.findOne(ofEndpoint).sort({ _id: -1 }).orFail().lean();
    await mia.presses(`Redeliver webhook.test, msg_${message._id}`);
  }),
  "action webhooks.switch_off": webhook(presses("Switch Off")),
  "action webhooks.resume": webhook(
    presses("Switch Off"),
    (mia) => mia.sees("Switched off"),
    presses("Resume"),
  ),
  "action webhooks.rotate": webhook(presses("Rotate Secret")),
  "view webhooks.rotation": webhook(presses("Rotate Secret", "Rotate secret?"), submits),
  "action webhooks.delete": webhook(presses("Delete")),
  "view webhooks.deletion": webhook(presses("Delete", "Delete webhook?"), submits),
  "view audit.log": runs("/iam audit", "Audit log", submits),
  "action audit.next": runs("/iam audit", "Audit log", presses("Next")),
  "action audit.previous": runs(
    "/iam audit",
    "Audit log",
    presses("Next"),
    (mia) => mia.sees("[Previous"),
    presses("Previous"),
  ),
};

/** Disguises a press as one on another button. */
const pressed =
  (action_id: string, state: { value?: string } = {}): Disguise =>
  ({ actions }) => ({
    actions: z
      .tuple([z.looseObject({})])
      .parse(actions)
      .map((action) => ({ ...action, ...state, action_id })),
  });

/** Disguises a request as one from a menu while somebody types in it. */
const asked =
  (action_id: string): Disguise =>
  () => ({ type: "block_suggestion", action_id, value: "" });

/** Listeners that accept the same as another one: the Home tab's buttons, and menus too long to send at once. */
export const like: Record<string, { from: string; as: Disguise }> = {
  "action clients.keep": { from: "action clients.revoke", as: pressed("clients.keep") },
  "action home.resend": { from: "action pending.resend", as: pressed("home.resend") },
  "action batch.refresh": { from: "action batch.show_all", as: pressed("batch.refresh") },
  "action invite.next": { from: "action invite.result_next", as: pressed("invite.next") },
  "action pending.cancel": { from: "action pending.resend", as: pressed("pending.cancel") },
  "action pending.open_trouble": { from: "action pending.open", as: pressed("pending.open_trouble") },
  "action pending.open_expiring": { from: "action pending.open", as: pressed("pending.open_expiring") },
  "action users.open_ending": { from: "action users.open", as: pressed("users.open_ending") },
  "action home.cancel": { from: "action pending.resend", as: pressed("home.cancel") },
  "action invite.link": { from: "action invite.correct", as: pressed("invite.link") },
  "action home.correct": { from: "action invite.correct", as: pressed("home.correct") },
  "action home.join_admin": { from: "action pending.resend", as: pressed("home.join_admin") },
  "action home.test_mail": { from: "action pending.resend", as: pressed("home.test_mail", { value: "0" }) },
  "options invite.groups": { from: "view invite.form", as: asked("invite.groups") },
  "options imports.groups": { from: "view imports.form", as: asked("imports.groups") },
  "options changes.add": { from: "view changes.form", as: asked("changes.add") },
  "options changes.remove": { from: "view changes.form", as: asked("changes.remove") },
  "options pending.edit_groups": { from: "view pending.edit_groups", as: asked("pending.edit_groups") },
  "action requests.seen": {
    from: "action pending.resend",
    as: pressed("requests.seen", { value: "0".repeat(24) }),
  },
  "action requests.take_away": {
    from: "action pending.resend",
    as: pressed("requests.take_away", { value: "0".repeat(24) }),
  },
  "options groups.pre_approved": { from: "view groups.at_once_form", as: asked("groups.pre_approved") },
  "options groups.emergency": { from: "view groups.at_once_form", as: asked("groups.emergency") },
  "options groups.rules_deciders": { from: "view groups.rules_form", as: asked("groups.rules_deciders") },
  "options reviews.groups": { from: "view reviews.form", as: asked("reviews.groups") },
  "options user.new_groups": { from: "view user.groups_form", as: asked("user.new_groups") },
};

/** Those of them that change nothing and show no link or secret, so that auditors may use them. */
export const reads: ReadonlySet<string> = new Set([
  "command /iam",
  ...["pending.list", "users.list", "groups.list", "audit.log"].map((id) => `view ${id}`),
  ...[
    "invite.groups",
    "imports.groups",
    "changes.add",
    "changes.remove",
    "pending.edit_groups",
    "user.new_groups",
    "reviews.groups",
  ].map((id) => `options ${id}`),
  ...["pre_approved", "emergency", "rules_deciders"].map((id) => `options groups.${id}`),
  ...[
    ...["batch.show_all", "batch.refresh", "pending.open", "pending.open_trouble", "pending.open_expiring"],
    ...["pending.text", "pending.which", "pending.whose", "pending.select_all", "pending.select_none"],
    ...["exports.start", "user.open", "user.profile", "user.groups", "user.activity", "user.activity_next"],
    ...["user.activity_previous", "users.open", "users.open_ending", "users.which"],
    ...["groups.open_list", "groups.open", "groups.members", "groups.access", "groups.rules"],
    ...["groups.members_next", "groups.members_previous", "groups.who_may", "groups.who_may_service"],
    ...["groups.who_may_next", "clients.open", "webhooks.open", "webhooks.messages_next"],
    ...["webhooks.messages_previous", "audit.open"],
    ...["reviews.refresh_list", "reviews.open", "reviews.which", "reviews.items_next"],
    ...["reviews.items_previous", "imports.faulty"],
    ...["pending", "users", "groups", "webhooks", "audit", "reviews"].map((list) => `${list}.refresh`),
    ...["pending", "users", "groups", "clients", "webhooks", "audit", "reviews"].flatMap((list) => [
      `${list}.next`,
      `${list}.previous`,
    ]),
  ].map((id) => `action ${id}`),
]);

/** Every other listener, and why anybody may use it. */
export const open: Record<string, string> = {
  "action home.edit_details": "shows the account its own details",
  "action home.refresh": "shows everyone what is theirs",
  "event app_home_opened": "shows everyone what is theirs",
  "event app_uninstalled": "is Slack reporting what happened to the app",
  "event tokens_revoked": "is Slack reporting what happened to the app",
  "options home.time_zone": "lists time zones",
  "view home.details": "changes the account's own details",
  "action requests.open_form": "lists what everyone may ask for",
  "options requests.group": "lists what everyone may ask for",
  "view requests.form": "asks for the account itself",
  ...Object.fromEntries(
    ["open_list", "which", "previous", "next", "view"].map((each) => [
      `action requests.${each}`,
      "shows what is the account's own, and what waits for it; listRequests and readRequest check who may see more",
    ]),
  ),
  ...Object.fromEntries(
    ["remind", "withdraw", "reply"].map((each) => [
      `action requests.${each}`,
      "is about the account's own request",
    ]),
  ),
  "view requests.reply_form": "is about the account's own request",
  ...Object.fromEntries(
    ["action requests.approve", "action requests.approve_less", "action requests.deny", "action requests.ask"]
      .concat(["view requests.less_form", "view requests.deny_form", "view requests.ask_form"])
      .map((each) => [each, "answers as a decider: answerRequest and askAboutRequest check who that is"]),
  ),
  "event user_change": "is Slack telling what it knows",
};
