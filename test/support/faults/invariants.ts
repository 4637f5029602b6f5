import { isDeepStrictEqual } from "node:util";
import { AuditEvent, type AuditEventDocument } from "../../../src/models/audit-event.ts";
import { Batch, type BatchDocument } from "../../../src/models/batch.ts";
import { Counter, type CounterDocument } from "../../../src/models/counter.ts";
import { Group, type GroupDocument } from "../../../src/models/group.ts";
import { Invite, type InviteDocument } from "../../../src/models/invite.ts";
import { Job, type JobDocument } from "../../../src/models/job.ts";
import { User, type UserDocument } from "../../../src/models/user.ts";
import { latestStep } from "../../../src/services/invites/delivery.ts";

interface Everything {
  invites: InviteDocument[];
  /** Oldest first. */
  events: AuditEventDocument[];
  messages: JobDocument[];
  users: UserDocument[];
  groups: GroupDocument[];
  batches: BatchDocument[];
  counters: CounterDocument[];
}

/**
 * Reads the whole database and lists its contradictions as sentences: a change without its one event or its jobs, an
 * event or a job without its change, a user without an invite. Empty if there are none. To be called while nobody
 * writes.
 */
export async function brokenInvariants(): Promise<string[]> {
  const all: Everything = {
    invites: await Invite.find().lean(),
    events: await AuditEvent.find().sort({ at: 1, _id: 1 }).lean(),
    messages: await Job.find().lean(),
    users: await User.find().lean(),
    groups: await Group.find().lean(),
    batches: await Batch.find().lean(),
    counters: await Counter.find().lean(),
  };
  return [
    ...invitesAndEvents(all),
    ...invitesAndMessages(all),
    ...eventsAndMessages(all),
    ...invitesAndUsers(all),
    ...invitesAndBatches(all),
    ...deliveries(all),
    ...usersAndEvents(all),
    ...groupsAndEvents(all),
    ...messageStates(all),
    ...limits(all),
  ];
}

const eventsOf = (kind: AuditEventDocument["target"]["kind"], { events }: Everything) =>
  groupedBy(
    events.filter((event) => event.target.kind === kind),
    (event) => event.target.id,
  );

/** Checks that each invite matches its events. */
function invitesAndEvents(all: Everything): string[] {
  const told = eventsOf("invite", all);
  const known = new Set(all.invites.map(({ _id }) => String(_id)));
  return [
    ...all.invites.flatMap(({ _id, email, status, generation }) => {
      const events = told.get(String(_id)) ?? [];
      const said = events.map(({ action }) => action).join(", ");
      const replayed = replay(events);
      return isDeepStrictEqual(replayed, { status, generation })
        ? []
        : [`The invite to ${email} is ${status}, generation ${generation}, but its events are: ${said}.`];
    }),
    ...[...told.keys()].filter((id) => !known.has(id)).map((id) => `There are events of no invite: ${id}.`),
  ];
}

/** Applies events in order; null if one could not have followed the one before. */
function replay(events: readonly AuditEventDocument[]): { status: string; generation: number } | null {
  let status = "";
  let generation = 0;
  for (const { action, after } of events) {
    const next = action.replace("invite.", "");
    if (next === "created") {
      if (status !== "") return null;
      [status, generation] = ["pending", 1];
    } else if (next === "resent") {
      if (status !== "pending" && status !== "expired") return null;
      [status, generation] = ["pending", generation + 1];
      if (after?.generation !== generation) return null;
    } else if (["accepted", "declined", "cancelled", "expired"].includes(next)) {
      if (status !== "pending") return null;
      status = next;
    }
  }
  return { status, generation };
}

/** Checks that each generation queued its email and its expiry, each answer its notice, and nothing else was queued. */
function invitesAndMessages({ invites, messages, users }: Everything): string[] {
  const asked = groupedBy(
    messages.filter(({ facts }) => facts.inviteId),
    ({ facts }) => String(facts.inviteId),
  );
  const known = new Set(invites.map(({ _id }) => String(_id)));
  const telling = tellings(messages);
  const looking = groupedBy(
    messages.filter(({ kind }) => kind === "link-account"),
    ({ facts }) => String(facts.userId),
  );
  return [
    ...invites.flatMap(({ _id, email, generation, status }) => {
      const count = (kind: string, about: number) =>
        (asked.get(String(_id)) ?? []).filter(
          ({ kind: its, facts }) => its === kind && facts.generation === about && facts.to === undefined,
        ).length;
      const generations = Array.from({ length: generation }, (_, index) => index + 1);
      const wanted = [
        ...generations.flatMap((each) => [
          { kind: "invite-email", generation: each, least: 1, most: 1 },
          { kind: "expiry", generation: each, least: 1, most: 1 },
          { kind: "reminder-email", generation: each, least: 0, most: 1 },
        ]),
        { kind: "invite-email", generation: generation + 1, least: 0, most: 0 },
        ...(["accepted", "declined"] as const).map((answer) => {
          const most = status === answer ? 1 : 0;
          const told = telling.get(`invite.${answer} ${_id}`)?.some((message) => message.status === "done");
          return { kind: `${answer}-notice`, generation, least: told ? most : 0, most };
        }),
      ];
      return wanted.flatMap((want) => {
        const found = count(want.kind, want.generation);
        return found < want.least || found > want.most
          ? [`The ${status} invite to ${email} asked ${found} times for its ${want.kind} ${want.generation}.`]
          : [];
      });
    }),
    ...[...asked.keys()].filter((id) => !known.has(id)).map((id) => `A message is about no invite: ${id}.`),
    ...users
      .filter(wasInvited)
      .filter(({ _id }) => looking.get(String(_id))?.length !== 1)
      .map(({ email }) => `Nobody looks for the Slack account of ${email}, or more than once.`),
  ];
}

/** Counts the events told to subscribers, by action and target. */
function tellings(messages: readonly JobDocument[]) {
  const each = messages
    .filter(({ kind }) => kind === "event")
    .flatMap(({ status, facts: { action, targets } }) =>
      [...new Set(Array.isArray(targets) ? targets : [])].map((id) => ({ status, what: `${action} ${id}` })),
    );
  return groupedBy(each, ({ what }) => what);
}

/** Checks that subscribers are told of each event once, except refusals, and of nothing without an event. */
function eventsAndMessages({ events, messages }: Everything): string[] {
  const kept = groupedBy(
    events.filter(({ action }) => action !== "access.refused"),
    ({ action, target }) => `${action} ${target.id}`,
  );
  const telling = tellings(messages);
  return [...kept].flatMap(([what, { length }]) => {
    const told = telling.get(what)?.length ?? 0;
    return told === length ? [] : [`${what} happened ${length} times, and is told ${told} times.`];
  });
}

/** Users that a test wrote into the database itself have no invite. */
const wasInvited = ({ invitedBy }: UserDocument) => invitedBy.kind !== "system";

/** Checks that each accepted invite has one user, and each user one accepted invite. */
function invitesAndUsers({ invites, users }: Everything): string[] {
  const byInvite = groupedBy(users, ({ inviteId }) => String(inviteId));
  const accepted = invites.filter(({ status }) => status === "accepted");
  const ids = new Set(accepted.map(({ _id }) => String(_id)));
  return [
    ...accepted
      .filter(({ _id, email }) => {
        const [user, ...others] = byInvite.get(String(_id)) ?? [];
        return others.length > 0 || user?.email !== email;
      })
      .map(({ email }) => `The accepted invite to ${email} is not one user.`),
    ...users
      .filter(wasInvited)
      .filter(({ inviteId }) => !ids.has(String(inviteId)))
      .map(({ email }) => `${email} registered without an accepted invite.`),
    ...repeated(invites.filter(({ status }) => status === "pending").map(({ email }) => email)).map(
      (email) => `${email} has two pending invites.`,
    ),
    ...repeated(users.map(({ email }) => email)).map((email) => `${email} is two users.`),
  ];
}

function invitesAndBatches({ invites, batches }: Everything): string[] {
  const members = groupedBy(invites, ({ batchId }) => String(batchId));
  const known = new Set(batches.map(({ _id }) => String(_id)));
  return [
    ...batches
      .filter(({ _id, size }) => members.get(String(_id))?.length !== size)
      .map(
        ({ _id, size }) => `Batch ${_id} of ${size} has ${members.get(String(_id))?.length ?? 0} invites.`,
      ),
    ...[...members.keys()].filter((id) => !known.has(id)).map((id) => `There is no batch ${id}.`),
  ];
}

/** Checks that deliveries match their history, and that an open invite whose email was handed over shows it. */
function deliveries({ invites, messages }: Everything): string[] {
  const mailed = new Set(
    messages
      .filter(({ kind, status }) => kind === "invite-email" && status === "done")
      .map(({ facts }) => `${facts.inviteId} ${facts.generation}`),
  );
  return invites.flatMap(({ _id, email, status, generation, delivery, deliveryHistory }) => {
    const { state } = latestStep(deliveryHistory, generation) ?? delivery;
    const silent =
      status === "pending" &&
      mailed.has(`${_id} ${generation}`) &&
      (state === "queued" || state === "sending");
    return [
      ...(state === delivery.state ? [] : [`${email} is ${delivery.state}, but its history says ${state}.`]),
      ...(silent ? [`The mail to ${email} left, but its invite says ${state}.`] : []),
    ];
  });
}

/** Checks that users match their events, and that their groups exist. */
function usersAndEvents(all: Everything): string[] {
  const told = eventsOf("user", all);
  const existing = new Set(all.groups.map(({ _id }) => String(_id)));
  const names = new Map(all.groups.map(({ _id, name }) => [String(_id), name]));
  const known = new Set(all.users.map(({ _id }) => String(_id)));
  return [
    ...all.users.flatMap(({ _id, email, status, memberships }) => {
      const events = told.get(String(_id)) ?? [];
      const standings = events.filter(({ action }) => /suspended|reactivated/.test(action));
      const alternate = standings.every(
        ({ action }, index) => action === (index % 2 === 0 ? "user.suspended" : "user.reactivated"),
      );
      const wanted = standings.length % 2 === 0 ? "active" : "suspended";
      const ids = memberships.map(({ groupId }) => String(groupId));
      const last = events.findLast(({ action }) => /groups_changed|membership_ended/.test(action))?.after
        ?.groups;
      const given = Array.isArray(last) ? last.filter((name) => [...names.values()].includes(name)) : null;
      const has = ids.map((id) => names.get(id));
      return [
        ...(alternate && status === wanted ? [] : [`${email} is ${status}, against their events.`]),
        ...ids.filter((id) => !existing.has(id)).map((id) => `${email} is in no existing group: ${id}.`),
        ...repeated(ids).map((id) => `${email} is twice in the group ${id}.`),
        ...(given && !isDeepStrictEqual([...given].sort(), [...has].sort())
          ? [`${email} is in ${has.join(", ")}, but was put in ${given.join(", ")}.`]
          : []),
      ];
    }),
    ...[...told.keys()].filter((id) => !known.has(id)).map((id) => `There are events of no user: ${id}.`),
  ];
}

/** Checks that each group was created once, that its version counts its edits, and that deleted ones are gone. */
function groupsAndEvents(all: Everything): string[] {
  const told = eventsOf("group", all);
  const groups = new Map(all.groups.map((group) => [String(group._id), group]));
  return [...new Set([...told.keys(), ...groups.keys()])].flatMap((id) => {
    const group = groups.get(id);
    const actions = (told.get(id) ?? []).map(({ action }) => action);
    const count = (action: string) => actions.filter((each) => each === action).length;
    const created = group?.builtIn || group?.changedBy === undefined ? 0 : 1;
    const consistent = group
      ? count("group.created") === created &&
        count("group.deleted") === 0 &&
        group.version === 1 + count("group.edited")
      : count("group.deleted") === 1 && actions.at(-1) === "group.deleted";
    return consistent
      ? []
      : [`The group ${group?.name ?? id} contradicts its events: ${actions.join(", ")}.`];
  });
}

function messageStates({ messages }: Everything): string[] {
  return messages
    .filter(({ status, lease, settledAt }) =>
      status === "waiting" ? settledAt !== undefined : settledAt === undefined || lease !== undefined,
    )
    .map(({ _id, kind, status }) => `The ${status} message ${_id} (${kind}) is half settled.`);
}

/** Checks that the counters of invites, and of emails to an address, match what was written. */
function limits({ events, counters }: Everything): string[] {
  const mails = events.filter(({ action }) => action === "invite.created" || action === "invite.resent");
  const day = ({ at }: AuditEventDocument) => at.toISOString().slice(0, 10);
  const counted = (id: string) => counters.find(({ _id }) => _id === id)?.count ?? 0;
  const invited = (day: string) =>
    counters.filter(({ _id }) => _id.startsWith(day)).reduce((sum, { count }) => sum + count, 0);
  return [
    ...[...groupedBy(mails, (event) => `mails:${day(event)}:${event.target.label}`)]
      .filter(([id, asked]) => counted(id) !== asked.length)
      .map(([id, asked]) => `${asked.length} mails were asked for, but ${counted(id)} counted as ${id}.`),
    ...[...groupedBy(mails, (event) => `invites:${day(event)}`)]
      .filter(([id, asked]) => invited(id) !== asked.length)
      .map(([id, asked]) => `${asked.length} invites were written, but ${invited(id)} counted as ${id}.`),
  ];
}

function groupedBy<T>(all: readonly T[], keyOf: (each: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    const key = keyOf(each);
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  return groups;
}

function repeated(all: readonly string[]): string[] {
  return [...groupedBy(all, (each) => each)].filter(([, same]) => same.length > 1).map(([each]) => each);
}
