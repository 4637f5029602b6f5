import fc from "fast-check";
import { Types } from "mongoose";
import type { DeliveryStep, InviteStatus } from "../../../src/models/invite.ts";
import type { PendingInvite } from "../../../src/services/invites/invite-rows.ts";
import type { UserProfile } from "../../../src/services/users/find-user.ts";

/** What people type that Slack would make something of, or that is more than one unit a character. */
const hostile = [
  "<@U1>",
  "<!channel>",
  "<http://x|y>",
  "*bold*",
  "_i_",
  "~s~",
  "`code`",
  ":tada:",
  "&amp;",
  "&",
  "\u202e",
  "\u200b",
  "👩‍👩‍👧",
  "🇩🇪",
  "e\u0301",
  '"',
  "\\",
  "W",
  " ",
];

/** Generates text of at most so many units, as long as it may be half of the time. */
function typed(most: number): fc.Arbitrary<string> {
  const pieces = fc.array(fc.constantFrom(...hostile), { minLength: 1, maxLength: 12 });
  return fc.tuple(pieces, fc.boolean()).map(([some, full]) => {
    const text = some.join("");
    const long = full ? text.repeat(Math.ceil(most / text.length)) : text;
    const cut = long.slice(0, most).replace(/[\uD800-\uDBFF]$/, "");
    return cut.trim() === "" ? "W" : cut;
  });
}

/** An address as our own rule takes it: at most 254 characters, of which a local part may have its marks. */
const address = fc
  .tuple(fc.constantFrom("eve", "_eve_", "`eve`", "*eve*", "~e~", "a&b"), fc.constantFrom(0, 8, 200))
  .map(([local, more]) => `${local}@${"d".repeat(more)}x.example`);

const count = fc.constantFrom(0, 1, 2, 10, 999, 1_000, 1_001);
const date = fc.constantFrom(new Date(0), new Date("2026-03-03T13:00:00Z"), new Date("2099-12-31T23:59:59Z"));
const hexId = "6b04f317ed13d51b6b7dc335";
const idAt = (at: number) => at.toString(16).padStart(24, "a");

/** Everything that any surface tells, within the limits of ours and at them. */
export const facts = fc
  .record({
    name: typed(100),
    title: typed(100),
    by: typed(100),
    groupName: typed(60),
    description: typed(200),
    scopeName: typed(50),
    scopeCount: fc.constantFrom(0, 1, 100),
    search: typed(100),
    long: typed(3_000),
    reason: typed(300),
    message: typed(500),
    email: address,
    count,
    rows: fc.constantFrom(0, 1, 10),
    groupCount: fc.constantFrom(1, 2, 100, 101, 200),
    inviteCount: fc.constantFrom(1, 2, 10, 11, 100),
    at: date,
    yes: fc.boolean(),
    status: fc.constantFrom<InviteStatus>("pending", "accepted", "declined", "cancelled", "expired"),
    state: fc.constantFrom<DeliveryStep["state"]>(
      "queued",
      "sending",
      "sent",
      "deferred",
      "delivered",
      "bounced",
      "dropped",
      "failed",
    ),
    all: fc.boolean(),
  })
  .map((given) => {
    const scope = Array.from({ length: given.scopeCount }, (_, at) => `${given.scopeName}${at}`);
    const access = given.all
      ? ({ services: "all", projects: "all", regions: "all" } as const)
      : { services: scope, projects: scope, regions: scope };
    const group = { id: hexId, name: given.groupName, ...access };
    const groups = Array.from({ length: given.groupCount }, (_, at) => ({ ...group, id: idAt(at) }));
    const delivery = {
      state: given.state,
      generation: 1,
      at: given.at,
      ...(given.yes && { reason: given.reason, permanent: given.all }),
    };
    const version = { userId: hexId, state: "x".repeat(16), at: Date.now() };
    const user: UserProfile = {
      userId: hexId,
      name: given.name,
      email: given.email,
      title: given.yes ? given.title : null,
      phone: given.yes ? "+".repeat(32) : null,
      timeZone: "America/Argentina/ComodRivadavia",
      status: given.yes ? "suspended" : "active",
      suspended: given.yes ? { by: given.by, at: given.at } : null,
      linkedUserId: given.all ? "U1" : null,
      paused: given.all ? "reactivated" : null,
      invitedBy: given.by,
      registeredAt: given.at,
      groups: groups.map((each) => ({ ...each, since: given.at, by: given.by })),
      version,
    };
    const invite: PendingInvite = {
      inviteId: hexId,
      generation: 1,
      email: given.email,
      groups: groups.map(({ name }) => name),
      groupIds: groups.map(({ id }) => id),
      by: given.by,
      createdAt: given.at,
      expiresAt: given.at,
      delivery,
      expired: given.yes,
    };
    const several = <T>(many: number, one: T) => Array<T>(many).fill(one);
    const pageCursor = given.yes ? { direction: "after" as const, key: given.search, id: hexId } : null;
    const detail = {
      ...group,
      description: given.description,
      version: 1,
      may: { edit: given.yes, rename: given.all, delete: given.yes },
    };
    const entry = {
      _id: new Types.ObjectId(hexId),
      at: given.at,
      actor: { kind: "slack" as const, name: given.by, email: given.email },
      action: "user.groups_changed",
      target: { kind: "user" as const, id: hexId, label: given.email },
      before: { groups: groups.map(({ name }) => name), name: given.name, services: scope },
      after: { groups: [hexId], name: given.title, services: "all" },
    };
    const news = {
      inviteId: hexId,
      batchId: hexId,
      batchSize: given.inviteCount,
      email: given.email,
      status: given.status,
      generation: 1,
      inviter: { kind: "slack" as const, name: given.by },
      delivery,
      expiresAt: given.at,
      user: given.yes ? { id: hexId, name: given.name, groups: invite.groups } : null,
    };
    const userNews = {
      userId: hexId,
      name: given.name,
      email: given.email,
      status: user.status,
      account: null,
    };
    const batch = {
      batchId: hexId,
      inviter: news.inviter,
      rows: several(given.inviteCount, { ...news, settledAt: given.at, settledBy: given.by }),
    };
    return {
      ...given,
      id: hexId,
      flash: given.yes ? { text: given.long, ok: given.all } : undefined,
      user,
      groups,
      invite,
      detail,
      news,
      userNews,
      batch,
      pageCursor,
      addresses: several(given.inviteCount, given.email),
      invites: several(given.rows, invite),
      page: <T>(row: T) => ({ rows: several(given.rows, row), previous: pageCursor, next: pageCursor }),
      log: {
        rows: several(given.rows, entry),
        previous: pageCursor,
        next: pageCursor,
        groupNames: new Map([[hexId, given.groupName]]),
      },
      told: given.yes ? ("admin" as const) : ("inviter" as const),
      reporting: { deliveryReported: given.all },
    };
  });

/** What one draw of all facts holds. */
export type Facts = typeof facts extends fc.Arbitrary<infer T> ? T : never;
