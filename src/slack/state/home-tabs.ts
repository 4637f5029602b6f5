import { HomeTab, type HomeTabDocument } from "../../models/home-tab.ts";
import { accountKey } from "../../services/actor.ts";
import { isMailLeaving, type MailRef } from "../../services/mail/leaving.ts";
import { databaseTime } from "../../services/transaction.ts";
import { enqueueSlack } from "./jobs.ts";

/** A first Home has no hash, so that it may be published over a newer one; by then it has been. */
const FIRST_PUBLISHED_MS = 10_000;
/** Slack takes about 100 Homes a minute of us. */
const EACH_MS = 600;
const LEAST_REST_MS = 2_000;
/** How long the line stands that says what came of a press: it is done, or somebody must read why it is not. */
const DONE_MS = 60_000;
const SAID_MS = 10 * 60_000;
/** When a mail that a press asked for has left, unless there is much to do. */
const MAILED_MS = 10_000;

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

/** What came of a press on a Home: done, not done, or not for whoever pressed, to whom the Home says whom to ask. */
export type HomeFlash = { text: string } & (
  | { kind: "done" | "not_done" | "not_permitted" }
  /** Sends a mail; the line is gone once that has left. */
  | { kind: "mail"; mail: MailRef }
);

/** Keeps what came of a press, for the next drawings, and has the Home drawn without it when it is over. */
export async function setFlash(owner: HomeOwner, flash: HomeFlash): Promise<void> {
  const at = await databaseTime();
  const account = accountKey(owner);
  const { text: words, kind } = flash;
  const said = { words, at, kind, ...(kind === "mail" && { mail: flash.mail }) };
  await HomeTab.updateOne(
    { _id: account },
    { $set: { said }, $setOnInsert: { openedAt: at } },
    { upsert: true },
  );
  const over = kind === "mail" ? [MAILED_MS, SAID_MS] : [lifetimeOf(kind)];
  await enqueueSlack(
    at,
    ...over.map((ms) => ({
      kind: "home" as const,
      account,
      flashOver: true,
      dueAt: new Date(at.getTime() + ms),
    })),
  );
}

const lifetimeOf = (kind: HomeFlash["kind"]) => (kind === "done" ? DONE_MS : SAID_MS);

/** What a Home shows of it. */
export type ShownFlash = Pick<HomeFlash, "text" | "kind">;

/** What is remembered of a Home. */
export interface RememberedHome {
  /** Of what was published last. */
  hash: string | undefined;
  /** What came of the last press on it, for as long as that is news. */
  flash: ShownFlash | undefined;
  /** The workspace where it was opened last, where the app is installed in a whole organisation. */
  openedIn: string | undefined;
  /** Which Home was published last. */
  shows: HomeTabDocument["shows"];
}

/** Reads what is remembered of a Home. Null where none was opened. */
export async function homeTab(owner: HomeOwner): Promise<RememberedHome | null> {
  const tab = await HomeTab.findById(accountKey(owner)).lean();
  if (!tab) return null;
  const { hash, said, openedIn, shows } = tab;
  return { hash, openedIn, shows, flash: said && (await current(said)) };
}

async function current(said: NonNullable<HomeTabDocument["said"]>): Promise<ShownFlash | undefined> {
  // An older version kept no more than the words.
  const { words, at, kind = "not_done", mail } = said;
  const age = (await databaseTime()).getTime() - at.getTime();
  if (age >= lifetimeOf(kind) || (mail && !(await isMailLeaving(mail)))) return undefined;
  return { text: words, kind };
}

/** Keeps what was published. @param isOther than the Home before, on which the line that was said stays behind */
export async function rememberPublished(
  owner: HomeOwner,
  drawn: Pick<HomeTabDocument, "shows" | "hash" | "drawnAt">,
  isOther: boolean,
): Promise<void> {
  await HomeTab.updateOne(
    { _id: accountKey(owner) },
    { $set: drawn, ...(isOther && { $unset: { said: 1 } }) },
  );
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
