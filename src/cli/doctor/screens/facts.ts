import { Types } from "mongoose";
import { english } from "../../../locales/english.ts";
import type { DeliveryStep, InviteStatus } from "../../../models/invite.ts";
import { endText } from "../../../services/ends.ts";
import type { PendingInvite } from "../../../services/invites/invite-rows.ts";
import type { UserProfile } from "../../../services/users/find-user.ts";

/** The measures of the facts: how long texts are, how many there are of each thing, and two choices. */
export interface Measures {
  name: string;
  title: string;
  by: string;
  groupName: string;
  description: string;
  /** Of a service, a project or a region; each gets a number at the end. */
  scopeName: string;
  scopeCount: number;
  search: string;
  /** Text on which we set no limit. */
  long: string;
  reason: string;
  message: string;
  email: string;
  /** Any number that is only shown. */
  count: number;
  /** On a page of a list. */
  rows: number;
  groupCount: number;
  inviteCount: number;
  at: Date;
  status: InviteStatus;
  state: DeliveryStep["state"];
  /** Two choices, which decide whether optional parts exist. */
  yes: boolean;
  all: boolean;
}

const hexId = "6b04f317ed13d51b6b7dc335";
const idAt = (at: number) => at.toString(16).padStart(24, "a");
const several = <T>(many: number, one: T) => Array<T>(many).fill(one);

/** Everything that any screen shows, as the services would return it. */
export type Facts = ReturnType<typeof factsOf>;

/** Returns the facts from which every screen is drawn. */
export function factsOf(given: Measures) {
  const scope = Array.from({ length: given.scopeCount }, (_, at) => `${given.scopeName}${at}`);
  const access = given.all
    ? ({ services: "all", projects: "all", regions: "all", actions: "all" } as const)
    : { services: scope, projects: scope, regions: scope, actions: scope };
  const group = { id: hexId, name: given.groupName, ...access };
  const groups = Array.from({ length: given.groupCount }, (_, at) => ({ ...group, id: idAt(at) }));
  const delivery = {
    state: given.state,
    generation: 1,
    at: given.at,
    ...(given.yes && { reason: given.reason, permanent: given.all }),
  };
  const end = { until: given.at, zone: "America/Argentina/ComodRivadavia" };
  const version = { userId: hexId, state: "x".repeat(16), at: Date.now() };
  const user: UserProfile = {
    userId: hexId,
    name: given.name,
    email: given.email,
    title: given.yes ? given.title : null,
    phone: given.yes ? "+".repeat(32) : null,
    timeZone: "America/Argentina/ComodRivadavia",
    language: given.yes ? "es-419" : null,
    status: given.yes ? "suspended" : "active",
    suspended: given.yes ? { by: given.by, at: given.at } : null,
    awaited: false,
    erased: given.yes && !given.all ? given.at : null,
    erasing: given.yes ? { by: given.by, at: given.at } : null,
    linkedUserId: given.all ? "U1" : null,
    paused: given.all ? "reactivated" : null,
    adminNeedsApproval: given.yes,
    invitedBy: given.by,
    registeredAt: given.at,
    groups: groups.map((each) => ({
      ...each,
      since: given.at,
      by: given.by,
      end: given.yes ? end : null,
      lastUsed: given.yes ? { day: given.at, recent: given.all } : null,
    })),
    ended: given.all ? [{ name: given.groupName, end }] : [],
    version,
  };
  const invite: PendingInvite = {
    inviteId: hexId,
    generation: given.yes ? 1_000_000 : 1,
    email: given.email,
    groups: groups.map(({ name }) => name),
    term: given.yes ? `until ${endText(end)}` : null,
    groupIds: groups.map(({ id }) => id),
    by: given.by,
    createdAt: given.at,
    queuedAt: given.at,
    expiresAt: given.at,
    delivery,
    expired: given.yes,
  };
  const pageCursor = given.yes ? { direction: "after" as const, key: given.search, id: hexId } : null;
  const detail = {
    ...group,
    description: given.description,
    version: 1,
    may: { edit: given.yes, rename: given.all, delete: given.yes },
    managedBy: given.yes ? null : given.groupName,
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
  return {
    ...given,
    /** Of members’ screens; those of admins are in English. */
    words: english,
    id: hexId,
    flash: given.yes ? { text: given.long, ok: given.all } : undefined,
    user,
    end,
    groups,
    invite,
    detail,
    news,
    userNews: {
      userId: hexId,
      name: given.name,
      email: given.email,
      status: user.status,
      account: null,
      erasing: null,
    },
    batch: {
      batchId: hexId,
      inviter: news.inviter,
      rows: several(given.inviteCount, { ...news, settledAt: given.at, settledBy: given.by }),
    },
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
    sealing: { stopped: given.yes ? ("altered" as const) : null },
    /** A page's place with as many ids as it may have. */
    trail: { direction: "after" as const, key: "", id: hexId, trail: several(40, hexId) },
    member: {
      userId: hexId,
      name: given.name,
      email: given.email,
      status: user.status,
      linked: given.all,
      paused: user.paused,
      ended: given.all ? end : null,
    },
    permitted: {
      userId: hexId,
      name: given.name,
      email: given.email,
      group: given.groupName,
      until: given.yes ? end.until : null,
    },
    membership: {
      group: {
        id: hexId,
        name: given.groupName,
        ...({ services: "all", projects: "all", regions: "all", actions: "all" } as const),
      },
      since: 0,
      until: null,
    },
    userRow: {
      userId: hexId,
      name: given.name,
      email: given.email,
      status: user.status,
      awaited: false,
      groups: invite.groups,
      ending: given.yes ? several(4, { group: given.groupName, end }) : [],
      ended: given.yes ? several(4, { name: given.groupName, end }) : [],
    },
    details: {
      name: given.name,
      title: given.title,
      phone: "+".repeat(32),
      timeZone: "Europe/London",
      language: given.yes ? "es-419" : "",
      email: given.email,
    },
  };
}
