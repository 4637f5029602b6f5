import { Types } from "mongoose";
import { expect } from "vitest";
import type { Person } from "../../../dev/emulators/slack/person.ts";
import type { ViewOnScreen } from "../../../dev/emulators/slack/view-on-screen.ts";
import { AccessRequest } from "../../../src/models/access-request.ts";
import { AuditEvent } from "../../../src/models/audit-event.ts";
import { Client } from "../../../src/models/client.ts";
import { builtInGroupIds, Group } from "../../../src/models/group.ts";
import { Invite } from "../../../src/models/invite.ts";
import { Job } from "../../../src/models/job.ts";
import type { RunStatus } from "../../../src/models/run.ts";
import { User } from "../../../src/models/user.ts";
import { WebhookEndpoint } from "../../../src/models/webhook-endpoint.ts";
import { recordOf } from "../../../src/services/actor.ts";
import { newToken } from "../../../src/services/clients/token.ts";
import { enqueueSlack } from "../../../src/slack/state/jobs.ts";
import { showsRun } from "../imports/seed-run.ts";
import { lookForJobs } from "../look-for-jobs.ts";
import { seedInvites, seedUsers } from "./seed.ts";
import { seedReview } from "./seed-review.ts";
import { seedWebhook } from "./seed-webhook.ts";

/**
 * How someone gets to a listener: prepares their screen, and returns what they do then.
 *
 * @param tag a word with which nothing else here begins
 */
export type ListenerScenario = (person: Person, tag: string) => Promise<() => Promise<unknown>>;

const runs =
  (line: string): ListenerScenario =>
  async (person) =>
  () =>
    person.runs(line);

const opens = async (person: Person, line: string, title: string) => {
  await person.runs(line);
  await person.seesView(title);
};

const form: ListenerScenario = async (person, tag) => {
  await opens(person, `/iam invite ${tag}@example.com`, "Invite people");
  return () => person.submits();
};

const membershipOfUsers = {
  groupId: builtInGroupIds.users,
  since: new Date(),
  by: { kind: "system" as const, name: "iam-bot" },
};

const eleven = (tag: string) => Array.from({ length: 11 }, (_, at) => `${tag}.${at + 10}@example.com`);

const review: ListenerScenario = async (person, tag) => {
  await opens(person, `/iam invite ${eleven(tag).join(" ")}`, "Invite people");
  await person.submits();
  await person.sees("11 people get an email");
  return () => person.submits();
};

const invited: ListenerScenario = async (person, tag) => {
  const submit = await review(person, tag);
  await submit();
  await person.sees("11 invites are on the way");
  return () => person.presses("Undo All");
};

/** Opens a result with more exceptions than a page holds. */
const exceptions: ListenerScenario = async (person, tag) => {
  await seedInvites(eleven(tag), [String(builtInGroupIds.users)]);
  await opens(person, `/iam invite ${tag}@example.com ${eleven(tag).join(" ")}`, "Invite people");
  await person.submits();
  await person.sees("1 person gets an email");
  await person.submits();
  await person.sees("1 invite is on the way");
  return () => person.presses("Next");
};

const pending =
  (act: (person: Person, email: string) => Promise<unknown>, change = {}): ListenerScenario =>
  async (person, tag) => {
    const email = `${tag}@example.com`;
    await seedInvites([email], [String(builtInGroupIds.users)]);
    await Invite.updateOne({ email }, change);
    await opens(person, `/iam pending ${tag}`, "Pending invites");
    return () => act(person, email);
  };

/** Presses a button that an older version drew in the list. */
const olderButton =
  (id: string): ListenerScenario =>
  async (person, tag) => {
    const email = `${tag}@example.com`;
    await pending(async () => undefined)(person, tag);
    const invite = await Invite.findOne({ email }).orFail().lean();
    const value = JSON.stringify({ inviteId: String(invite._id), generation: invite.generation });
    const list = person.look();
    list.view.blocks.push({
      type: "actions",
      block_id: "older",
      elements: [{ type: "button", action_id: id, text: { type: "plain_text", text: "Old Button" }, value }],
    });
    return () => list.presses("Old Button");
  };

const picking =
  (label: string, choice: string): ListenerScenario =>
  async (person, tag) => {
    await seedInvites([`${tag}@example.com`], [String(builtInGroupIds.users)]);
    await opens(person, `/iam pending ${tag}`, "Pending invites");
    return () => person.picks(label, choice);
  };

const onHome =
  (act: (person: Person) => Promise<unknown>): ListenerScenario =>
  async (person) => {
    await person.opensHome();
    await person.sees("[Refresh]");
    return () => act(person);
  };

const severalPending =
  (act: (person: Person) => Promise<unknown>): ListenerScenario =>
  async (person, tag) => {
    await seedInvites([`${tag}.1@example.com`, `${tag}.2@example.com`], [String(builtInGroupIds.users)]);
    await opens(person, `/iam pending ${tag}`, "Pending invites");
    return () => act(person);
  };

/** Opens the form for several invites; with an action, fills it in. */
const selecting =
  (act: (person: Person) => Promise<unknown>, what?: string): ListenerScenario =>
  async (person, tag) => {
    const open = await severalPending((someone) => someone.presses("Select Several"))(person, tag);
    await open();
    await person.seesView("Select invites");
    if (what) {
      await person.picks("What to do", what);
      await person.picks("1 to 2", [`${tag}.1@example.com`, `${tag}.2@example.com`]);
    }
    return () => act(person);
  };

const reviewing =
  (what: string): ListenerScenario =>
  async (person, tag) => {
    const review = await selecting((someone) => someone.submits(), what)(person, tag);
    await review();
    await person.sees("2 invites ");
    return () => person.submits();
  };

/** Opens the form that changes all invites in a search; with an action, fills it in. */
const changingAll =
  (act: (person: Person) => Promise<unknown>, what?: string): ListenerScenario =>
  async (person, tag) => {
    const open = await severalPending((someone) => someone.presses("Change All"))(person, tag);
    await open();
    await person.seesView("Change all invites");
    if (what) await person.picks("What to do", what);
    if (what === "Change their groups") await person.sees("Add groups");
    return () => act(person);
  };

const pendingPages: ListenerScenario = async (person, tag) => {
  await seedInvites(eleven(tag), [String(builtInGroupIds.users)]);
  await opens(person, `/iam pending ${tag}`, "Pending invites");
  return () => person.presses("Next");
};

const editing: ListenerScenario = async (person, tag) => {
  const open = await pending((someone) => someone.choosesFromMenu("Edit Groups"))(person, tag);
  await open();
  await person.seesView("Edit groups");
  await person.picks("Groups", ["Users", "Zone 001"]);
  return () => person.submits();
};

/** Presses a button in the answer to `/iam`. */
const help =
  (button: string): ListenerScenario =>
  async (person) => {
    await person.runs("/iam");
    await person.sees("Decide who gets in, from Slack");
    return () => person.presses(button);
  };

const listed =
  (line: string, title: string, button: string): ListenerScenario =>
  async (person) => {
    await opens(person, line, title);
    return () => person.presses(button);
  };

const searched =
  (line: string, title: string, label: string): ListenerScenario =>
  async (person, tag) => {
    await opens(person, line, title);
    await person.types(label, `${tag} is nowhere`);
    return () => person.submits();
  };

/** Opens the page of a group with eleven members, and presses a button there. */
const group =
  (button: string): ListenerScenario =>
  async (person, tag) => {
    const made = await Group.create({ name: tag, nameKey: tag, services: [], projects: [], regions: [] });
    const names = eleven(tag).map((address) => address.slice(0, address.indexOf("@")));
    await seedUsers(names, made._id);
    await opens(person, `/iam groups ${tag}`, "Group members");
    return () => person.presses(button);
  };

/** Opens a group that an identity provider manages, and presses *Take Back*. */
const managedGroup: ListenerScenario = async (person, tag) => {
  const scopes = { services: [], projects: [], regions: [] };
  await Group.create({ name: tag, nameKey: tag, ...scopes, managedBy: { clientId: "c1", name: "Okta" } });
  await opens(person, `/iam groups ${tag}`, "Group members");
  return () => person.presses("Take Back");
};

/** Opens the access of a group of eleven people, with the button that lists them all. */
const whoMay: ListenerScenario = async (person, tag) => {
  const made = await Group.create({
    name: tag,
    nameKey: tag,
    services: [tag, `${tag} too`],
    projects: [],
    regions: [],
  });
  const names = eleven(tag).map((address) => address.slice(0, address.indexOf("@")));
  await seedUsers(names, made._id);
  await opens(person, `/iam groups ${tag}`, "Group members");
  await person.presses("Access");
  await person.seesView("Group access");
  return () => person.presses("Who Can Use It?");
};

/** Finds two groups, and opens the first one: a single one would open at once. */
const groupOfTwo: ListenerScenario = async (person, tag) => {
  for (const name of [tag, `${tag} too`])
    await Group.create({ name, nameKey: name, services: [], projects: [], regions: [] });
  await opens(person, `/iam groups ${tag}`, "Groups");
  return () => person.presses(`View the group ${tag}`);
};

/** Reads the address that a screen shows in parentheses. */
const shownAddress = (screen: string) => /\((\S+@[^\s)]+)\)/.exec(screen)?.[1] ?? "";

const joined = { since: new Date(0), by: { kind: "system", name: "iam-bot" } };
const inUsers = { ...joined, groupId: builtInGroupIds.users };
const leavingAuditors = {
  ...joined,
  groupId: builtInGroupIds.auditors,
  until: new Date("3000-01-01T00:00:00Z"),
  zone: "UTC",
};

/** Opens the profile of someone with eleven events, and presses a button there. */
const profile =
  (button: string, change = {}): ListenerScenario =>
  async (person, tag) => {
    const [id = ""] = await seedUsers([tag], builtInGroupIds.users, change);
    await AuditEvent.insertMany(
      eleven(tag).map((address) => ({
        at: new Date(),
        actor: { kind: "system", name: "iam-bot" },
        action: "user.linked",
        target: { kind: "user", id, label: address },
        about: [id],
      })),
    );
    await opens(person, `/iam user ${tag}`, "Profile");
    return () => person.presses(button);
  };

const userPages: ListenerScenario = async (person, tag) => {
  const names = eleven(tag).map((address) => address.slice(0, address.indexOf("@")));
  await seedUsers(names, builtInGroupIds.users);
  await opens(person, `/iam users ${tag}`, "Users");
  return () => person.presses("Next");
};

/** Opens the Home tab, which shows an invite that did not arrive, and acts there. */
const home =
  (act: (person: Person, email: string) => Promise<unknown>, change = {}): ListenerScenario =>
  async (person, tag) => {
    const email = `${tag}@example.com`;
    await seedInvites([email], [String(builtInGroupIds.users)]);
    await Invite.updateOne({ email }, { "delivery.state": "bounced", ...change });
    await person.opensHome();
    await expect.poll(() => person.home()).toContain(email);
    return () => act(person, email);
  };

/** Writes a group that can be requested into the database. */
async function openGroup(tag: string) {
  const requests = { open: true, answers: 1 as const };
  const made = await Group.create({
    name: tag,
    nameKey: tag,
    words: [tag],
    services: [tag],
    projects: [],
    regions: [],
    requests,
  });
  return made._id;
}

/** Writes a request from a day ago into the database: by somebody who is not registered, or a person's own. */
async function requested(tag: string, person?: Person, rest: object = {}): Promise<void> {
  const at = new Date(Date.now() - 86_400_000);
  const asker = person
    ? { teamId: person.account.teamId, userId: person.id, name: person.account.name }
    : { teamId: "T1", userId: `UASKS${tag.toUpperCase()}`, name: tag };
  await AccessRequest.create({
    asker: { ...asker, email: `${tag}@example.com` },
    groupId: await openGroup(tag),
    groupName: tag,
    hours: 168,
    reason: "To help",
    createdAt: person ? at : new Date(),
    lapsesAt: new Date(Date.now() + 86_400_000),
    answers: [],
    questions: [{ by: membershipOfUsers.by, text: "What for?", at }],
    cards: [],
    ...rest,
  });
}

/** Takes the account out of a request: an approval would withdraw what is for one that Slack doesn't know. */
async function namesNoAccount(tag: string): Promise<void> {
  await AccessRequest.updateOne({ "asker.name": tag }, { $unset: { "asker.teamId": 1, "asker.userId": 1 } });
}

const requestsOf =
  (act: (person: Person, tag: string) => Promise<unknown>, own = false): ListenerScenario =>
  async (person, tag) => {
    await requested(tag, own ? person : undefined);
    await opens(person, "/iam requests", "Requests");
    await person.picks("Show", own ? "Asked by me" : "Waiting for me");
    await person.sees(`View: ${own ? person.account.name : tag}, ${tag}`);
    return () => act(person, tag);
  };

/** Opens a request, and prepares the screen for the act. */
const onRequest =
  (
    act: (person: Person, tag: string) => Promise<unknown>,
    before?: (person: Person, tag: string) => Promise<unknown>,
    own = false,
  ): ListenerScenario =>
  async (person, tag) => {
    const opensIt = await requestsOf(async () => undefined, own)(person, tag);
    await opensIt();
    await person.presses(`View: ${own ? person.account.name : tag}, ${tag}`);
    await person.seesView("Request");
    await before?.(person, tag);
    return () => act(person, tag);
  };
const onOwnRequest = (
  act: (person: Person, tag: string) => Promise<unknown>,
  before?: (person: Person, tag: string) => Promise<unknown>,
): ListenerScenario => onRequest(act, before, true);

/** Opens what somebody took in an emergency. */
const onEmergency =
  (act: (person: Person, tag: string) => Promise<unknown>): ListenerScenario =>
  async (person, tag) => {
    const settled = { status: "approved", settledAt: new Date(), settledBy: membershipOfUsers.by };
    await requested(tag, undefined, { ...settled, rule: "emergency" });
    await opens(person, "/iam requests", "Requests");
    await person.picks("Show", "All");
    await person.sees(`${tag} · ${tag}`);
    await person.presses(`View: ${tag}, ${tag}`);
    await person.seesView("Request");
    return () => act(person, tag);
  };

/** Fills in a request for a group with such rules. */
const requesting =
  (rules = {}): ListenerScenario =>
  async (person, tag) => {
    const groupId = await openGroup(tag);
    await Group.updateOne({ _id: groupId }, { requests: { open: true, answers: 1, ...rules } });
    await opens(person, `/iam request ${tag}`, "Request access");
    await person.picks("Group", tag);
    await person.picks("For how long", "1 day");
    await person.types("Reason", "To help");
    return () => person.submits();
  };

const requestPages: ListenerScenario = async (person, tag) => {
  const tags = Array.from({ length: 11 }, (_, at) => `${tag}${String.fromCharCode(97 + at)}`);
  // None of them comes before requests that wait for others.
  for (const each of tags) await requested(each, undefined, { status: "lapsed", createdAt: new Date(0) });
  await opens(person, "/iam requests", "Requests");
  await person.picks("Show", "All");
  await person.sees("[Next]");
  return () => person.presses("Next");
};

const reviewed = (tag: string) =>
  seedReview(
    tag,
    eleven(tag).map((email) => email.replace("@example.com", "")),
  );

/** Opens a review of eleven members, and prepares the screen for the act. */
const onReview =
  (
    act: (person: Person, tag: string) => Promise<unknown>,
    before?: (person: Person, tag: string) => Promise<unknown>,
  ): ListenerScenario =>
  async (person, tag) => {
    await reviewed(tag);
    await opens(person, `/iam review ${tag}`, "Review");
    await before?.(person, tag);
    return () => act(person, tag);
  };

const startsReview = async (person: Person) => {
  await opens(person, "/iam review", "Reviews");
  await person.presses("Start Review");
  await person.seesView("Start review");
};

const reviewPages: ListenerScenario = async (person, tag) => {
  for (const number of Array(11).keys()) await seedReview(`${tag} ${number}`, []);
  await opens(person, "/iam review", "Reviews");
  await person.sees("[Next]");
  return () => person.presses("Next");
};

/** The Home tabs that owners saw before there was an admin, which can be pressed later. */
const firstSights = new Map<string, ViewOnScreen>();

/** Opens an owner's Home tab before there is an admin. */
export async function seesFirst(owner: Person): Promise<void> {
  await owner.opensHome();
  await owner.sees("[Join Admin]");
  firstSights.set(owner.id, owner.look());
}

const onFirstSight =
  (button: string): ListenerScenario =>
  async (person) =>
  async () =>
    firstSights.get(person.id)?.presses(button);

const editingDetails: ListenerScenario = async (person, tag) => {
  await person.opensHome();
  await person.sees("[Edit My Details]");
  await person.presses("Edit My Details");
  await person.seesView("Edit my details");
  await person.types("Job title", tag);
  return () => person.submits();
};

/** Writes a client that can change things into the database, without telling any admin. */
async function program(name: string, owner: object = {}): Promise<Types.ObjectId> {
  const _id = new Types.ObjectId();
  const now = new Date();
  const { hash } = newToken(String(_id));
  await Client.create({
    _id,
    name,
    nameKey: name.toLowerCase(),
    status: "active",
    createdAt: now,
    ...owner,
    permissions: ["users:read", "decisions", "scim"],
    tokens: [{ id: new Types.ObjectId(), hash, createdAt: now }],
    createdBy: recordOf({ kind: "operator" }),
  });
  return _id;
}

/** Sends somebody the card about a client whose owner isn't an admin. */
async function isAsked({ id }: Person, tag: string): Promise<void> {
  const [ownerId = ""] = await seedUsers([`Owner ${tag}`], builtInGroupIds.users);
  const clientId = await program(tag, { ownerId, ownerLeft: { at: new Date(), kept: false } });
  const dueAt = new Date();
  const notice = { kind: "client-owner-notice" as const, clientId, to: id };
  await enqueueSlack(dueAt, { ...notice, dueAt });
  lookForJobs();
}

const clientCard =
  (act: (person: Person, tag: string) => Promise<unknown>): ListenerScenario =>
  async (person, tag) => {
    await isAsked(person, tag);
    await person.receives(`Who answers for ${tag}?`);
    return () => act(person, tag);
  };

/** Opens the page of a client from that message, and presses a button there. */
const apiClient =
  (button: string): ListenerScenario =>
  async (person, tag) => {
    const open = await clientCard((someone) => someone.presses(`View the API client ${tag}`))(person, tag);
    await open();
    await person.seesView("API client");
    return () => person.presses(button);
  };

const clientPages: ListenerScenario = async (person, tag) => {
  for (const name of eleven(tag)) await program(name);
  await opens(person, "/iam clients", "API clients");
  return () => person.presses("Next");
};

const clientForm: ListenerScenario = async (person, tag) => {
  await opens(person, "/iam clients", "API clients");
  await person.presses("Create Client");
  await person.seesView("Create client");
  await person.types("Name", tag);
  await person.picks("Users", ["See users and their groups"]);
  await person.picks("Token expires", "Never");
  return () => person.submits();
};

/** Plays a scenario to its end, and continues from there. */
const beyond =
  (
    scenario: ListenerScenario,
    then: (person: Person, tag: string) => Promise<() => Promise<unknown>>,
  ): ListenerScenario =>
  async (person, tag) => {
    const before = person.screen();
    const act = await scenario(person, tag);
    await act();
    await expect.poll(() => person.screen(), { message: `nothing came of ${tag}` }).not.toBe(before);
    return then(person, tag);
  };

const pressing = (title: string | RegExp, button: string) => async (person: Person) => {
  await person.sees(title);
  return () => person.presses(button);
};

const submitting =
  (title: string | RegExp, fill?: (person: Person, tag: string) => Promise<void>) =>
  async (person: Person, tag: string) => {
    await person.sees(title);
    await fill?.(person, tag);
    return () => person.submits();
  };

const importForm: ListenerScenario = async (person, tag) => {
  await opens(person, "/iam import", "Import people");
  await person.types("Or paste them", `${tag}@example.com`);
  return () => person.submits();
};

const importCard =
  (status: RunStatus, button: string): ListenerScenario =>
  async (person, tag) => {
    await showsRun(person, tag, status);
    return () => person.presses(button);
  };

/** Types into a field that asks the app for its options. */
const searching = (label: string) => async (person: Person) => () =>
  person.picks(label, ["Zone 007"]).catch(() => undefined);

/** Returns the name of the unlinked account for a tag's round, with whose number the tag begins. */
export const strayAccount = (tag: string): string => `Stray ${tag.slice(0, tag.indexOf("x"))}`;

/** Opens a webhook on the last page of the list, with a dozen messages, and presses a button there. */
const webhook =
  (button: string | ((endpointId: string) => Promise<string>)): ListenerScenario =>
  async (person, tag) => {
    const endpointId = await webhookListed(person, tag);
    await person.presses(`View the webhook ${tag}`);
    await person.seesView("Webhook");
    const caption = typeof button === "string" ? button : await button(endpointId);
    return () => person.presses(caption);
  };

const webhookPages: ListenerScenario = async (person, tag) => {
  while ((await WebhookEndpoint.countDocuments()) <= 10) await seedWebhook(tag);
  await opens(person, "/iam webhooks", "Webhooks");
  return () => person.presses("Next");
};

async function webhookListed(person: Person, tag: string): Promise<string> {
  const endpointId = await seedWebhook(tag);
  await opens(person, "/iam webhooks", "Webhooks");
  while (!person.screen().includes(tag)) {
    const before = person.screen();
    await person.presses("Next");
    await expect.poll(() => person.screen()).not.toBe(before);
  }
  return endpointId;
}

/** A scenario for every listener, by its kind and id; several if it is reached in different ways. */
export const listenerScenarios: Record<string, ListenerScenario> = {
  "command /iam": runs("/iam"),
  "command /iam invite": runs("/iam invite eve@example.com"),
  "command /iam pending": runs("/iam pending"),
  "command /iam user": async (person, tag) => {
    await seedUsers([tag], builtInGroupIds.users);
    return () => person.runs(`/iam user ${tag}`);
  },
  "command /iam users": runs("/iam users"),
  "command /iam groups": runs("/iam groups"),
  "command /iam webhooks": runs("/iam webhooks"),
  "command /iam audit": runs("/iam audit"),
  "shortcut invite_people": async (person) => () => person.usesShortcut("invite_people"),
  "shortcut invite_from_message": async (person, tag) => () =>
    person.usesShortcut("invite_from_message", { message: `Please invite ${tag}@example.com` }),
  "action invite.open": help("Invite People"),
  "view invite.form": form,
  "options invite.groups": async (person, tag) => {
    await form(person, tag);
    return searching("Groups")(person);
  },
  "view invite.review": review,
  "action invite.change": async (person, tag) => {
    await review(person, tag);
    return () => person.presses("Change");
  },
  "action invite.undo": beyond(form, pressing("1 invite is on the way", "Undo")),
  "action invite.undo_all": invited,
  "action invite.next": async (person, tag) => {
    const domain = `${"x".repeat(60)}.${"y".repeat(60)}.${"z".repeat(60)}.${"w".repeat(20)}.io`;
    const long = Array.from({ length: 13 }, (_, n) => `${`${tag}${n}`.padEnd(40, "x")}@${domain}`);
    await opens(person, `/iam invite ${long.join(" ")}`, "Invite people");
    await person.submits();
    await person.sees("12 people get an email");
    await person.submits();
    await person.sees("12 invites are on the way");
    return () => person.presses("Next 1");
  },
  "action invite.result_next": exceptions,
  "action invite.result_previous": beyond(exceptions, pressing("[Previous]", "Previous")),
  "action invite.correct": pending((person) => person.presses("Correct Address"), {
    "delivery.state": "bounced",
    "delivery.permanent": true,
  }),
  "action invite.link": pending(
    (person, email) => person.presses(`Show the link of the invite to ${email}`),
    {
      "delivery.state": "dropped",
      "delivery.reason": "reported_as_spam",
    },
  ),
  "action pending.open": help("Pending Invites"),
  "action groups.open_list": help("Groups"),
  "action audit.open": help("Audit Log"),
  "action users.open": help("Users"),
  "view pending.list": searched("/iam pending", "Pending invites", "Find"),
  "action pending.more": pending((person) => person.choosesFromMenu("Show Link")),
  "action pending.more, groups": pending((person) => person.choosesFromMenu("Edit Groups")),
  "view pending.edit_groups": editing,
  "options pending.edit_groups": async (person, tag) => {
    await editing(person, tag);
    return searching("Groups")(person);
  },
  "action pending.resend": pending((person) => person.presses("Resend")),
  "action pending.cancel": olderButton("pending.cancel"),
  "action pending.text": async (person, tag) => {
    await opens(person, "/iam pending", "Pending invites");
    return () => person.types("Find", `${tag} is nowhere`);
  },
  "action pending.which": picking("Show", "Delivery trouble"),
  "action pending.whose": picking("Invited by", "Invited by me"),
  "action pending.refresh": async (person, tag) => {
    const refresh = await pending((someone) => someone.presses("Refresh"))(person, tag);
    await Invite.updateOne({ email: `${tag}@example.com` }, { "delivery.state": "sent" });
    return refresh;
  },
  "action pending.open_trouble": onHome((person) =>
    person.presses(/\d+ Ha\S+ Delivery Trouble/.exec(person.home())?.[0] ?? ""),
  ),
  "action pending.open_expiring": onHome((person) =>
    person.presses(/\d+ Expires? Within 48 Hours/.exec(person.home())?.[0] ?? ""),
  ),
  "action home.refresh": async (person, tag) => {
    const refresh = await onHome((someone) => someone.presses("Refresh"))(person, tag);
    await seedInvites([`${tag}@example.com`], [String(builtInGroupIds.users)]);
    return refresh;
  },
  "action pending.several": severalPending((person) => person.presses("Select Several")),
  "action pending.select_all": selecting((person) => person.presses("Select All 2")),
  "action pending.select_none": beyond(
    selecting((person) => person.presses("Select All 2")),
    pressing("☑", "Select None"),
  ),
  "view pending.select": selecting(async (person) => person.submits(), "Cancel them"),
  "view pending.review": reviewing("Cancel them"),
  "view pending.review, resend": reviewing("Resend them"),
  "action changes.open_invites": severalPending((person) => person.presses("Change All")),
  "action changes.open_users": async (person, tag) => {
    await seedUsers([`${tag} One`, `${tag} Two`], builtInGroupIds.users);
    await opens(person, `/iam users ${tag}`, "Users");
    return () => person.presses("Change All");
  },
  "action changes.action": changingAll((person) => person.picks("What to do", "Change their groups")),
  "options changes.add": changingAll(
    async (person) => person.picks("Add groups", ["Zone 007"]).catch(() => undefined),
    "Change their groups",
  ),
  "options changes.remove": changingAll(
    async (person) => person.picks("Remove groups", ["Zone 007"]).catch(() => undefined),
    "Change their groups",
  ),
  "view changes.form": changingAll((person) => person.submits(), "Cancel them"),
  "view changes.review": beyond(
    changingAll((person) => person.submits(), "Cancel them"),
    submitting("2 invites will be cancelled."),
  ),
  "view pending.cancellation": beyond(
    pending((person) => person.choosesFromMenu("Cancel Invite")),
    submitting("Cancel this invite?"),
  ),
  "action pending.next": pendingPages,
  "action pending.previous": beyond(pendingPages, pressing("[Previous]", "Previous")),
  "action exports.start": async (person) => {
    await opens(person, "/iam users", "Users");
    return () => person.presses("Export");
  },
  "command /iam import": runs("/iam import"),
  "options imports.groups": async (person) => {
    await opens(person, "/iam import", "Import people");
    return searching("Groups")(person);
  },
  "view imports.form": importForm,
  "view imports.review": beyond(importForm, submitting("Import people?")),
  "action imports.faulty": async (person) => {
    await opens(person, "/iam import", "Import people");
    await person.types("Or paste them", "email\nnobody");
    await person.submits();
    await person.sees("Send Me These Lines");
    return () => person.presses("Send me these lines as CSV");
  },
  "action imports.pause": importCard("running", "Pause"),
  "action imports.resume": importCard("paused", "Resume"),
  "action imports.cancel_rest": importCard("paused", "Cancel the Rest"),
  "action batch.show_all": async (person, tag) => {
    await invited(person, tag);
    await person.closes({ all: true });
    await person.receives("Invites to 11 people");
    return () => person.presses("Show All");
  },
  "action batch.refresh": async (person, tag) => {
    await invited(person, tag);
    await person.closes({ all: true });
    await person.receives("Invites to 11 people");
    await person.presses("Show All");
    await person.sees("[Refresh]");
    await Invite.updateOne({ email: { $regex: `^${tag}` } }, { status: "declined", settledAt: new Date() });
    return () => person.presses("Refresh");
  },
  "command /iam clients": runs("/iam clients"),
  "action clients.next": clientPages,
  "action clients.previous": beyond(clientPages, pressing("[Previous]", "Previous")),
  "action clients.open": clientCard((person, tag) => person.presses(`View the API client ${tag}`)),
  "action clients.create": listed("/iam clients", "API clients", "Create Client"),
  "view clients.form": clientForm,
  "view clients.form, create": beyond(
    listed("/iam clients", "API clients", "Create Client"),
    submitting("Create client", async (person, tag) => {
      await person.types("Name", tag);
      await person.picks("Users", ["See users and their groups"]);
    }),
  ),
  "action clients.change": beyond(clientForm, pressing("Create client?", "Change")),
  "view clients.review": beyond(clientForm, submitting("Create client?")),
  "action clients.rotate": apiClient("New Token"),
  "view clients.rotation": beyond(apiClient("New Token"), submitting("New token?")),
  "action clients.hand_over": apiClient("Hand Over"),
  "view clients.hand_over_form": beyond(
    apiClient("Hand Over"),
    submitting("Hand over client", (person) => person.picks("New owner", person.account.name)),
  ),
  "action clients.change_reasons": apiClient("Leave Out Reasons"),
  "action clients.change_invites": apiClient("Send Invites"),
  "action clients.revoke": apiClient("Revoke"),
  "view clients.revocation": beyond(apiClient("Revoke"), submitting("Revoke client?")),
  "action clients.keep": clientCard((person, tag) => person.presses(`Keep ${tag} as it is`)),
  "action webhooks.next": webhookPages,
  "action webhooks.previous": beyond(webhookPages, pressing("[Previous]", "Previous")),
  "action webhooks.open": async (person, tag) => {
    await webhookListed(person, tag);
    return () => person.presses(`View the webhook ${tag}`);
  },
  "action webhooks.messages_next": webhook("Next"),
  "action webhooks.messages_previous": beyond(webhook("Next"), pressing("[Previous]", "Previous")),
  "action webhooks.refresh": async (person, tag) => {
    const refresh = await webhook("Refresh")(person, tag);
    await WebhookEndpoint.updateOne({ description: tag }, { failingSince: new Date() });
    return refresh;
  },
  "action webhooks.create": listed("/iam webhooks", "Webhooks", "Add Webhook"),
  "action webhooks.edit": webhook("Edit"),
  "view webhooks.form": beyond(
    webhook("Edit"),
    submitting("Edit webhook", (person, tag) => person.types("Name", `${tag} too`)),
  ),
  "view webhooks.form, add": beyond(
    listed("/iam webhooks", "Webhooks", "Add Webhook"),
    submitting("Add webhook", async (person) => {
      await person.types("URL", "https://hooks.invalid/");
      await person.picks("Events", ["audit.sealed"]);
    }),
  ),
  "action webhooks.test": webhook("Send Test"),
  "action webhooks.redeliver": webhook(async (endpointId) => {
    const ofEndpoint = { kind: "webhook", "facts.endpointId": new Types.ObjectId(endpointId) };
    const message = await Job.findOne(ofEndpoint).sort({ _id: -1 }).orFail().lean();
    return `Redeliver webhook.test, msg_${message._id}`;
  }),
  "action webhooks.switch_off": webhook("Switch Off"),
  "action webhooks.resume": beyond(webhook("Switch Off"), pressing("Switched off", "Resume")),
  "action webhooks.rotate": webhook("Rotate Secret"),
  "view webhooks.rotation": beyond(webhook("Rotate Secret"), submitting("Rotate secret?")),
  "action webhooks.delete": webhook("Delete"),
  "view webhooks.deletion": beyond(webhook("Delete"), submitting("Delete webhook?")),
  "view groups.list": searched("/iam groups", "Groups", "Find"),
  "action groups.next": listed("/iam groups", "Groups", "Next"),
  "action groups.previous": beyond(
    listed("/iam groups", "Groups", "Next"),
    pressing("[Previous]", "Previous"),
  ),
  "action groups.open": groupOfTwo,
  "action groups.access": group("Access"),
  "action groups.who_may": whoMay,
  "action groups.who_may_service": beyond(whoMay, async (person, tag) => {
    await person.seesView("Who can use it?");
    return () => person.picks("Another service", `${tag} too`);
  }),
  "action groups.who_may_next": beyond(whoMay, pressing("Who can use it?", "Next")),
  "action groups.members": beyond(group("Access"), pressing("Group access", "Members")),
  "action groups.members_next": group("Next"),
  "action groups.members_previous": beyond(group("Next"), pressing("[Previous]", "Previous")),
  "action groups.take_back": managedGroup,
  "action groups.create": listed("/iam groups", "Groups", "Create Group"),
  "action groups.edit": group("Edit Group"),
  "action groups.delete": group("Delete Group"),
  "view groups.form": beyond(
    group("Edit Group"),
    submitting("Edit group", (person) => person.types("Description", "As typed")),
  ),
  "view groups.form, create": beyond(
    listed("/iam groups", "Groups", "Create Group"),
    submitting("Create group", (person, tag) => person.types("Name", tag)),
  ),
  "view groups.deletion": beyond(group("Delete Group"), submitting("Delete group?")),
  "view audit.log": searched("/iam audit", "Audit log", "Email address"),
  "action audit.refresh": listed("/iam audit", "Audit log", "Refresh"),
  "action groups.refresh": listed("/iam groups", "Groups", "Refresh"),
  "action users.refresh": listed("/iam users", "Users", "Refresh"),
  "action audit.next": listed("/iam audit", "Audit log", "Next"),
  "action audit.previous": beyond(
    listed("/iam audit", "Audit log", "Next"),
    pressing("[Previous]", "Previous"),
  ),
  "action groups.rules": group("Access Rules"),
  "view groups.rules_form": beyond(
    group("Access Rules"),
    submitting("How many have to approve", (person) =>
      person.picks("Requests", ["Anyone in your organisation can ask for this group"]),
    ),
  ),
  "action groups.at_once": group("At Once"),
  "view groups.at_once_form": beyond(
    group("At Once"),
    submitting("In an emergency", (person) => person.picks("Pre-approved: members of", "Users")),
  ),
  "options groups.pre_approved": beyond(group("At Once"), async (person) => {
    await person.seesView("At once");
    return searching("Pre-approved: members of")(person);
  }),
  "options groups.emergency": beyond(group("At Once"), async (person) => {
    await person.seesView("At once");
    return searching("In an emergency: members of")(person);
  }),
  "options groups.rules_deciders": beyond(group("Access Rules"), async (person) => {
    await person.seesView("Access rules");
    return searching("Who decides")(person);
  }),
  "options requests.group": async (person) => {
    await Group.updateMany({ name: /^Zone / }, { $set: { requests: { open: true, answers: 1 } } });
    await opens(person, "/iam request", "Request access");
    return searching("Group")(person);
  },
  "action requests.open_form": async (person) => {
    await opens(person, "/iam requests", "Requests");
    return () => person.presses("Request Access");
  },
  "view requests.form": requesting(),
  "view requests.form, at once": requesting({ preApproved: { group: builtInGroupIds.admin, hours: 72 } }),
  "action requests.open_list": async (person, tag) => {
    await requested(tag);
    await person.opensHome();
    await expect.poll(() => person.home()).toMatch(/Requests? Waiting for You/);
    return () => person.presses(/\d[\d,+]* Requests? Waiting for You/.exec(person.home())?.[0] ?? "");
  },
  "action requests.which": async (person) => {
    await opens(person, "/iam requests", "Requests");
    return () => person.picks("Show", "All");
  },
  "action requests.next": requestPages,
  "action requests.previous": beyond(requestPages, pressing("[Previous]", "Previous")),
  "action requests.view": requestsOf((person, tag) => person.presses(`View: ${tag}, ${tag}`)),
  "action requests.approve": onRequest(
    (person, tag) => person.presses(`Approve: ${tag}, ${tag}`),
    async (_, tag) => namesNoAccount(tag),
  ),
  "action requests.approve_less": onRequest((person, tag) =>
    person.presses(`Approve for less: ${tag}, ${tag}`),
  ),
  "view requests.less_form": onRequest(
    (person) => person.submits(),
    async (person, tag) => {
      await namesNoAccount(tag);
      await person.presses(`Approve for less: ${tag}, ${tag}`);
      await person.seesView("Approve for less");
      await person.picks("For how long", "4 hours");
    },
  ),
  "action requests.deny": onRequest((person, tag) => person.presses(`Deny: ${tag}, ${tag}`)),
  "view requests.deny_form": onRequest(
    (person) => person.submits(),
    async (person, tag) => {
      await person.presses(`Deny: ${tag}, ${tag}`);
      await person.seesView("Deny request?");
      await person.types("Why not", "Not now");
    },
  ),
  "action requests.ask": onRequest((person, tag) => person.presses(`Ask: ${tag}, ${tag}`)),
  "view requests.ask_form": onRequest(
    (person) => person.submits(),
    async (person, tag) => {
      await person.presses(`Ask: ${tag}, ${tag}`);
      await person.seesView("Ask a question");
      await person.types("Question", "What for?");
    },
  ),
  "action requests.seen": onEmergency((person, tag) => person.presses(`Seen: ${tag}, ${tag}`)),
  "action requests.take_away": onEmergency((person, tag) => person.presses(`Take away: ${tag}, ${tag}`)),
  "action requests.withdraw": onOwnRequest((person, tag) => person.presses(`Withdraw: ${tag}`)),
  "action requests.remind": onOwnRequest((person, tag) => person.presses(`Remind: ${tag}`)),
  "action requests.reply": onOwnRequest((person, tag) => person.presses(`Reply: ${tag}`)),
  "view requests.reply_form": onOwnRequest(
    (person) => person.submits(),
    async (person, tag) => {
      await person.presses(`Reply: ${tag}`);
      await person.seesView("Reply");
      await person.types("Reply", "For work");
    },
  ),
  "action reviews.refresh_list": async (person) => {
    await opens(person, "/iam review", "Reviews");
    return () => person.presses("Refresh");
  },
  "action reviews.next": reviewPages,
  "action reviews.previous": beyond(reviewPages, pressing("[Previous]", "Previous")),
  "action reviews.start": async (person) => {
    await opens(person, "/iam review", "Reviews");
    return () => person.presses("Start Review");
  },
  "view reviews.form": async (person) => {
    await startsReview(person);
    await person.picks("Groups", ["Users"]);
    return () => person.submits();
  },
  "options reviews.groups": async (person) => {
    await startsReview(person);
    return searching("Groups")(person);
  },
  "action reviews.open": async (person, tag) => {
    await seedReview(tag, [tag]);
    await opens(person, "/iam review", "Reviews");
    return () => person.presses(/View the review of [^)]+/.exec(person.screen())?.[0] ?? "View");
  },
  "action reviews.which": onReview((person) => person.picks("Show", "All members")),
  "action reviews.refresh": onReview((person) => person.presses("Refresh")),
  "action reviews.items_next": onReview((person) => person.presses("Next")),
  "action reviews.items_previous": beyond(
    onReview((person) => person.presses("Next")),
    pressing("[Previous]", "Previous"),
  ),
  "action reviews.keep_rest": onReview((person) => person.presses("Keep the Rest")),
  "action reviews.stop_repeating": onReview((person) => person.presses("Stop Repeating")),
  "action reviews.keep": onReview((person, tag) => person.presses(`Keep ${tag}.10: ${tag}`)),
  "action reviews.limit": onReview((person, tag) => person.presses(`Keep until ${tag}.10: ${tag}`)),
  "action reviews.remove": onReview((person, tag) => person.presses(`Remove ${tag}.10: ${tag}`)),
  "view reviews.limit_form": onReview(
    (person) => person.submits(),
    async (person, tag) => {
      await person.presses(`Keep until ${tag}.10: ${tag}`);
      await person.seesView("Keep until");
      await person.picks("Last day", "2999-12-31");
    },
  ),
  "view reviews.remove_form": onReview(
    (person) => person.submits(),
    async (person, tag) => {
      await person.presses(`Remove ${tag}.10: ${tag}`);
      await person.seesView("Remove?");
      await person.types("Why", "Left the project");
    },
  ),
  "action user.open": async (person, tag) => {
    await seedUsers([tag], builtInGroupIds.users);
    await opens(person, `/iam users ${tag}`, "Users");
    return () => person.presses("View");
  },
  "action user.groups": profile("Groups"),
  "action user.profile": beyond(profile("Groups"), pressing("· Groups", "Profile")),
  "action user.activity": profile("Activity"),
  "action user.activity_next": beyond(profile("Activity"), pressing("· Activity", "Next")),
  "action user.activity_previous": beyond(
    beyond(profile("Activity"), pressing("· Activity", "Next")),
    pressing("[Previous]", "Previous"),
  ),
  "action user.change_groups": profile("Change Groups"),
  "view user.groups_form": beyond(
    profile("Change Groups"),
    submitting("Change groups", (person) => person.picks("Groups", ["Admin", "Users"])),
  ),
  "options user.new_groups": beyond(profile("Change Groups"), searching("Groups")),
  "view user.groups_review": async (person, tag) => {
    const submit = await beyond(
      profile("Change Groups"),
      submitting("Change groups", (admin) => admin.picks("Groups", ["Admin", "Users"])),
    )(person, tag);
    await submit();
    await person.seesView("Change groups?");
    return () => person.submits();
  },
  "action user.set_end": beyond(profile("Groups"), pressing("· Groups", "Set End")),
  "action user.end_of": beyond(
    beyond(profile("Groups", { memberships: [inUsers, leavingAuditors] }), pressing("· Groups", "Set End")),
    async (person) => {
      await person.seesView("Set end");
      return () => person.picks("Group", "Auditors · until 31 December 2999 (UTC)");
    },
  ),
  "view user.end_form": beyond(
    beyond(profile("Groups"), pressing("· Groups", "Set End")),
    submitting("Set end", async (person) => person.picks("Last day", "2999-12-31")),
  ),
  "action user.suspend": profile("Suspend"),
  "view user.suspend_review": beyond(profile("Suspend"), submitting("Suspend?")),
  "action user.reactivate": profile("Reactivate", { status: "suspended" }),
  "action user.erase": profile("Erase Details", { status: "suspended" }),
  "view user.erase_review": beyond(
    profile("Erase Details", { status: "suspended" }),
    submitting("Erase details?", (person) =>
      person.types("Type their email address to confirm", shownAddress(person.screen())),
    ),
  ),
  "action user.link": profile("Link Slack Account"),
  "view user.link_form": beyond(
    profile("Link Slack Account"),
    submitting("Link Slack account", (person, tag) => person.picks("Slack account", strayAccount(tag))),
  ),
  "action users.open_ending": async (person, tag) => {
    const ending = { until: new Date(Date.now() + 3_600_000), zone: "UTC" };
    await seedUsers([tag], builtInGroupIds.users);
    await User.updateOne({ name: tag }, { $set: { "memberships.0": { ...membershipOfUsers, ...ending } } });
    await person.opensHome();
    await expect.poll(() => person.home()).toMatch(/Users? Leaves? a Group Within 7 Days/);
    return () => person.presses(/\d+ Users? Leaves? a Group Within 7 Days/.exec(person.home())?.[0] ?? "");
  },
  "action users.which": async (person, tag) => {
    await seedUsers([tag], builtInGroupIds.users);
    await opens(person, "/iam users", "Users");
    return () => person.picks("Show", "Leaving soon");
  },
  "view users.list": searched("/iam users", "Users", "Find"),
  "action users.next": userPages,
  "action users.previous": beyond(userPages, pressing("[Previous]", "Previous")),
  "event app_home_opened": async (person) => () => person.opensHome(),
  "action home.resend": home((person, email) => person.presses(`Resend the invite to ${email}`)),
  "action home.cancel": home((person, email) => person.presses(`Cancel the invite to ${email}`)),
  "action home.correct": home((person, email) => person.presses(`Correct the address ${email}`), {
    "delivery.permanent": true,
  }),
  "action home.test_mail": onFirstSight("Send Test Email"),
  "action home.join_admin": onFirstSight("Join Admin"),
  "action home.edit_details": async (person) => {
    await person.opensHome();
    await person.sees("[Edit My Details]");
    return () => person.presses("Edit My Details");
  },
  "view home.details": editingDetails,
  "options home.time_zone": async (person, tag) => {
    await editingDetails(person, tag);
    return () => person.picks("Time zone", "London (Europe)").catch(() => undefined);
  },
  "event user_change": async (person) => {
    const { teamId, email = "" } = person.account;
    await User.deleteOne({ email });
    await seedUsers([person.account.name], builtInGroupIds.users, {
      email,
      slack: { teamId, userId: person.id, email, linkedAt: new Date() },
    });
    return () => person.becomes({ title: "Chief" });
  },
};

/** Returns the listener that a scenario leads to. */
export const listenerOf = (name: string): string => name.split(/[ ,]+/).slice(0, 2).join(" ");
