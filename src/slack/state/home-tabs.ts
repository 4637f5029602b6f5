import { HomeTab, type HomeTabDocument } from "../../models/home-tab.ts";
import { accountKey } from "../../services/actor.ts";
import { databaseTime } from "../../services/transaction.ts";
import { enqueueSlack } from "./jobs.ts";

/** A first Home has no hash, so that it may be published over a newer one; by then it has been. */
const FIRST_PUBLISHED_MS = 10_000;
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

/** Reads an account from one word. */
export function homeOwner(account: string): HomeOwner {
  const [teamId = "", userId = ""] = account.split(":");
  return { teamId, userId };
}

/**
 * Keeps that someone looks at their Home, which is kept up to date from now on.
 *
 * @param openedIn the workspace, where the app is installed in a whole organisation
 */
export async function rememberOpened(owner: HomeOwner, openedIn?: string): Promise<void> {
  const account = accountKey(owner);
  const now = await databaseTime();
  const before = await HomeTab.findOneAndUpdate(
    { _id: account },
    { $set: { openedAt: now, ...(openedIn && { openedIn }) }, $unset: { said: 1 } },
    { upsert: true },
  ).lean();
  if (before) return;
  await enqueueSlack(now, { kind: "home", account, dueAt: new Date(now.getTime() + FIRST_PUBLISHED_MS) });
}

/** Keeps what came of a press, for the next drawings. */
export async function setFlash(owner: HomeOwner, words: string): Promise<void> {
  const at = await databaseTime();
  await HomeTab.updateOne(
    { _id: accountKey(owner) },
    { $set: { said: { words, at } }, $setOnInsert: { openedAt: at } },
    { upsert: true },
  );
}

/** What is remembered of a Home. */
export interface RememberedHome {
  /** Of what was published last. */
  hash: string | undefined;
  /** What came of the last press on it. */
  flash: string | undefined;
  /** The workspace where it was opened last, where the app is installed in a whole organisation. */
  openedIn: string | undefined;
}

/** Reads what is remembered of a Home. Null where none was opened. */
export async function homeTab(owner: HomeOwner): Promise<RememberedHome | null> {
  const tab = await HomeTab.findById(accountKey(owner)).lean();
  if (!tab) return null;
  const { hash, said, openedIn } = tab;
  const current = said && said.at.getTime() > (await databaseTime()).getTime() - SAID_MS;
  return { hash, openedIn, flash: current ? said.words : undefined };
}

/** Keeps what was published. */
export async function rememberPublished(
  owner: HomeOwner,
  drawn: Pick<HomeTabDocument, "shows" | "hash" | "drawnAt">,
): Promise<void> {
  await HomeTab.updateOne({ _id: accountKey(owner) }, { $set: drawn });
}

/** Forgets the Home of an account that Slack does not know any more. */
export async function forgetHome(owner: HomeOwner): Promise<void> {
  await HomeTab.deleteOne({ _id: accountKey(owner) });
}

/** Says how long a Home is left alone yet, so that all of them together stay below Slack's limit. */
export async function restOfHome(owner: HomeOwner): Promise<number> {
  const tab = await HomeTab.findById(accountKey(owner), { drawnAt: 1 }).lean();
  if (!tab?.drawnAt) return 0;
  const rest = Math.max(LEAST_REST_MS, EACH_MS * (await HomeTab.estimatedDocumentCount()));
  return Math.max(0, tab.drawnAt.getTime() + rest - (await databaseTime()).getTime());
}

/** Whose Homes show something. */
export type HomeAudience = "admins" | "all";

/** Finds the accounts whose Homes are to be published again. */
export async function homesOf(audience: HomeAudience): Promise<string[]> {
  const tabs = await HomeTab.find(audience === "all" ? {} : { shows: { $in: ["overview", "setup"] } }, {
    _id: 1,
  }).lean();
  return tabs.map(({ _id }) => _id);
}

/** Finds out whether anybody opened a Home. */
export async function anyHome(): Promise<boolean> {
  return (await HomeTab.exists({})) !== null;
}

/** Finds which of these accounts opened their Home. */
export async function homesAmong(accounts: readonly string[]): Promise<string[]> {
  const tabs = await HomeTab.find({ _id: { $in: accounts } }, { _id: 1 }).lean();
  return tabs.map(({ _id }) => _id);
}
