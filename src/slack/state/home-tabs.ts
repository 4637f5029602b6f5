import { builtInGroupIds } from "../../models/group.ts";
import { HomeTab, type HomeTabDocument } from "../../models/home-tab.ts";
import { User } from "../../models/user.ts";
import { accountKey } from "../../services/actor.ts";
import type { AuditEntry } from "../../services/audit.ts";
import { enqueue } from "../../services/jobs.ts";
import { databaseTime } from "../../services/transaction.ts";

/** What changes within this time is drawn at once. */
const GATHER_MS = 1_000;
/** A change that had begun when someone opened their first Home does not know of it; it has ended by then. */
const LONGEST_CHANGE_MS = 10_000;
/** Slack takes about 100 Homes a minute of us. */
const EACH_MS = 600;
const LEAST_REST_MS = 2_000;
/** How long the line stands that says what came of a press. */
const SAID_MS = 10 * 60_000;

/** A Slack account. */
export interface HomeOwner {
  teamId: string;
  userId: string;
}

/** The account that such a word stands for. */
export function homeOwner(account: string): HomeOwner {
  const [teamId = "", userId = ""] = account.split(":");
  return { teamId, userId };
}

/** Remembers that someone looks at their Home, which is kept up to date from now on. */
export async function rememberOpened(owner: HomeOwner): Promise<void> {
  const account = accountKey(owner);
  const now = await databaseTime();
  const before = await HomeTab.findOneAndUpdate(
    { _id: account },
    { $set: { openedAt: now }, $unset: { said: 1 } },
    { upsert: true },
  ).lean();
  if (before) return;
  await enqueue(now, { kind: "home", account, dueAt: new Date(now.getTime() + LONGEST_CHANGE_MS) });
}

/** Remembers what came of a press, for the next drawings. */
export async function setFlash(owner: HomeOwner, words: string): Promise<void> {
  const at = await databaseTime();
  await HomeTab.updateOne(
    { _id: accountKey(owner) },
    { $set: { said: { words, at } }, $setOnInsert: { openedAt: at } },
    { upsert: true },
  );
}

/** What was published last, and what came of the last press on it. Null where none was opened. */
export async function homeTab(owner: HomeOwner): Promise<{ hash?: string; flash?: string } | null> {
  const tab = await HomeTab.findById(accountKey(owner)).lean();
  if (!tab) return null;
  const { hash, said } = tab;
  const current = said && said.at.getTime() > (await databaseTime()).getTime() - SAID_MS;
  return { ...(hash && { hash }), ...(current && { flash: said.words }) };
}

/** Remembers what was published. */
export async function rememberPublished(
  owner: HomeOwner,
  drawn: Pick<HomeTabDocument, "shows" | "hash" | "drawnAt">,
): Promise<void> {
  await HomeTab.updateOne({ _id: accountKey(owner) }, { $set: drawn });
}

/** Slack does not know the account any more. */
export async function forgetHome(owner: HomeOwner): Promise<void> {
  await HomeTab.deleteOne({ _id: accountKey(owner) });
}

/** How long a Home is left alone yet, so that all of them together stay below Slack's limit. */
export async function restOfHome(owner: HomeOwner): Promise<number> {
  const tab = await HomeTab.findById(accountKey(owner), { drawnAt: 1 }).lean();
  if (!tab?.drawnAt) return 0;
  const rest = Math.max(LEAST_REST_MS, EACH_MS * (await HomeTab.estimatedDocumentCount()));
  return Math.max(0, tab.drawnAt.getTime() + rest - (await databaseTime()).getTime());
}

/** Whose Homes show something. */
export type HomeAudience = "admins" | "all";

/** The accounts whose Homes are to be published again. */
export async function homesOf(audience: HomeAudience): Promise<string[]> {
  const tabs = await HomeTab.find(audience === "all" ? {} : { shows: { $in: ["overview", "setup"] } }, {
    _id: 1,
  }).lean();
  return tabs.map(({ _id }) => _id);
}

/** Has Homes published again, in the transaction of the change that they show. */
export async function redrawHomes(
  now: Date,
  audience: HomeAudience,
  accounts: readonly string[] = [],
): Promise<void> {
  if (!(await HomeTab.exists({}))) return;
  const drawn = homesToDraw(now, audience);
  const { dueAt } = drawn;
  await enqueue(now, drawn, ...accounts.map((account) => ({ kind: "home" as const, account, dueAt })));
}

/** The message that has Homes published again, for a change that queues it with others. */
export function homesToDraw(now: Date, audience: HomeAudience) {
  return { kind: "homes" as const, whose: audience, dueAt: new Date(now.getTime() + GATHER_MS) };
}

/** Has one Home published again, if it was ever opened. */
export async function redrawHome(now: Date, account: string): Promise<void> {
  if (!(await HomeTab.exists({ _id: account }))) return;
  await enqueue(now, { kind: "home", account, dueAt: new Date(now.getTime() + GATHER_MS) });
}

/** Has the Homes published again that show what these events tell of. */
export async function redrawHomesAbout(now: Date, entries: readonly AuditEntry[]): Promise<void> {
  const shown = entries.filter(({ target }) => target.kind !== "account");
  if (shown.length === 0 || !(await HomeTab.exists({}))) return;
  const userIds = shown.flatMap(({ target }) => (target.kind === "user" ? [target.id] : []));
  const users =
    userIds.length > 0 ? await User.find({ _id: { $in: userIds } }, { slack: 1, memberships: 1 }).lean() : [];
  const admin = builtInGroupIds.admin;
  // Whoever is no admin reads which admins to ask, and what their groups give.
  const forAll =
    shown.some(({ target }) => target.kind === "group") ||
    shown.some(({ target, about }) => target.kind === "user" && about.includes(String(admin))) ||
    users.some(({ memberships }) => memberships.some(({ groupId }) => groupId.equals(admin)));
  await redrawHomes(
    now,
    forAll ? "all" : "admins",
    users.flatMap(({ slack }) => (slack ? [accountKey(slack)] : [])),
  );
}
