import type { Types } from "mongoose";
import { builtInGroupIds, Group, givesRights } from "../../models/group.ts";
import { Invite } from "../../models/invite.ts";
import { registered, User } from "../../models/user.ts";
import { DAY_MS } from "../durations.ts";
import { canonicalEmail, spellingsOf } from "../email-address.ts";
import { type End, readEnd } from "../ends.ts";
import { groupNameKey } from "../groups/group-name.ts";
import { type InvitePolicy, isDomainAllowed, longestExpiryDays } from "../invites/policy.ts";
import { localDay } from "../local-time.ts";
import type { CheckedLine } from "../runs/keep-review.ts";
import type { Column, LineFault } from "./fault.ts";
import type { ImportLine } from "./read-line.ts";

/** How many addresses are looked up at a time. */
const AT_ONCE = 1_000;
/** Separators between group names, the rarest first: a name can contain a comma. */
const LISTED = [/[\n\r]+/];
const SEPARATORS = [...LISTED, /[;\n\r]+/, /[|\n\r]+/, /[;|\n\r]+/, /[,;|\n\r]+/];

/** What lines are checked against. */
export interface Check {
  now: Date;
  /** The time zone that days end in. */
  zone: string;
  policy: Pick<InvitePolicy, "allowedDomains">;
  /** Whether people may be put into Admin and Auditors. */
  mayGiveRights: boolean;
}

/** Works out what importing these lines would do; changes nothing. */
export async function checkLines(lines: readonly ImportLine[], check: Check): Promise<CheckedLine[]> {
  const groups = await knownGroups();
  const first = new Map<string, number>();
  const checked: CheckedLine[] = [];
  for (let from = 0; from < lines.length; from += AT_ONCE) {
    const some = lines.slice(from, from + AT_ONCE).map((line) => checkLine(line, groups, first, check));
    await markKnown(some, check.now);
    checked.push(...some);
  }
  return checked;
}

function checkLine(
  line: ImportLine,
  groups: KnownGroups,
  first: Map<string, number>,
  check: Check,
): CheckedLine {
  const { groups: named = "", isListed, cells, fault: unread, ...said } = line;
  const found = groupsIn(named, isListed ? LISTED : SEPARATORS, groups);
  const fault =
    unread ??
    duplicateOf(line, first) ??
    domainFault(line, check) ??
    found.fault ??
    rightsFault(found, check) ??
    endFault(line, check);
  return {
    ...said,
    outcome: fault ? "faulty" : "new",
    ...(found.groupIds.length > 0 && { groupIds: found.groupIds }),
    ...(fault && { fault, cells: cells ?? asWritten(line) }),
  };
}

/** Marks the addresses that don't need an invite. */
async function markKnown(lines: readonly CheckedLine[], now: Date): Promise<void> {
  const open = lines.filter(({ outcome }) => outcome === "new");
  const emails = open.map(({ email }) => email);
  const [pending, users] = await Promise.all([
    Invite.find({ email: { $in: emails }, status: "pending" }, { email: 1, expiresAt: 1 }).lean(),
    User.find({ email: { $in: emails.flatMap(spellingsOf) }, ...registered }, { email: 1 }).lean(),
  ]);
  const waiting = new Set(pending.filter(({ expiresAt }) => expiresAt > now).map(({ email }) => email));
  const known = new Set(users.map(({ email }) => canonicalEmail(email)));
  for (const line of open)
    if (known.has(line.email)) line.outcome = "user";
    else if (waiting.has(line.email)) line.outcome = "pending";
}

function duplicateOf({ line, email }: ImportLine, first: Map<string, number>): LineFault | undefined {
  const before = first.get(email);
  if (before !== undefined) return { code: "duplicate", column: "email", fact: String(before) };
  first.set(email, line);
  return undefined;
}

/** Tells whether nobody at this domain may be invited now. */
export function domainFault(
  { email }: Pick<ImportLine, "email">,
  { policy }: Pick<Check, "policy">,
): LineFault | undefined {
  return isDomainAllowed(email, policy) ? undefined : { code: "domain", column: "email" };
}

interface KnownGroup {
  _id: Types.ObjectId;
  name: string;
  isManaged: boolean;
}

type KnownGroups = ReadonlyMap<string, KnownGroup>;

async function knownGroups(): Promise<KnownGroups> {
  const groups = await Group.find({}, { name: 1, nameKey: 1, managedBy: 1 }).lean();
  return new Map(
    groups.map(({ _id, name, nameKey, managedBy }) => {
      // Anyone can be put into Users, whoever manages it.
      const isManaged = managedBy !== undefined && !_id.equals(builtInGroupIds.users);
      return [nameKey, { _id, name, isManaged }];
    }),
  );
}

interface FoundGroups {
  groupIds: Types.ObjectId[];
  fault?: LineFault;
}

/** Finds the groups a cell names, with the separator that makes all of them exist, if there is one. */
function groupsIn(cell: string, separators: readonly RegExp[], known: KnownGroups): FoundGroups {
  if (cell === "") return { groupIds: [] };
  const ways = separators.map((separator) => cell.split(separator).filter((name) => name.trim() !== ""));
  const names = ways.find((way) => way.every((name) => known.has(groupNameKey(name)))) ?? ways.at(-1) ?? [];
  const unknown = names.find((name) => !known.has(groupNameKey(name)));
  if (unknown !== undefined)
    return { groupIds: [], fault: { code: "group_unknown", column: "groups", fact: unknown.trim() } };
  const groups = [...new Set(names.flatMap((name) => known.get(groupNameKey(name)) ?? []))];
  const managed = groups.find(({ isManaged }) => isManaged);
  return {
    groupIds: groups.map(({ _id }) => _id),
    ...(managed && { fault: { code: "group_managed", column: "groups", fact: managed.name } }),
  };
}

function rightsFault({ groupIds }: FoundGroups, { mayGiveRights }: Check): LineFault | undefined {
  return groupIds.some(givesRights) && !mayGiveRights
    ? { code: "not_permitted", column: "groups" }
    : undefined;
}

/** Tells whether a day named in a line is invalid now. */
export function endFault(
  { until = "", expires = "" }: Pick<ImportLine, "until" | "expires">,
  { now, zone }: Pick<Check, "now" | "zone">,
): LineFault | undefined {
  const days: [Column, string][] = [
    ["until", until],
    ["expires", expires],
  ];
  for (const [column, day] of days) {
    const end = readEnd(day, zone);
    if (end && end.until <= now) return { code: "past", column };
    if (column === "expires" && end && daysAhead(end, now) > longestExpiryDays)
      return { code: "too_late", column, fact: String(longestExpiryDays) };
  }
  return undefined;
}

/** Counts the days from today's, in the zone of an end, to its last. */
function daysAhead({ until, zone }: End, now: Date): number {
  return (localDay(until, zone).day - localDay(now, zone).day) / DAY_MS - 1;
}

/** A line's content by column, as read. */
function asWritten({ email, name, groups, until, expires, message, language }: ImportLine) {
  const said = { email, name, groups, until, expires, message, language };
  return Object.fromEntries(Object.entries(said).flatMap(([column, text]) => (text ? [[column, text]] : [])));
}
