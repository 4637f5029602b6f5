import { HomeTab, type HomeTabDocument } from "../../models/home-tab.ts";
import { accountKey } from "../../services/actor.ts";
import { isMailLeaving, type MailRef } from "../../services/mail/leaving.ts";
import { databaseTime } from "../../services/transaction.ts";
import { enqueueSlack } from "./jobs.ts";

/** A first Home has no hash, so it may replace a newer one; by then it has been published. */
const FIRST_PUBLISHED_MS = 10_000;
/** Slack takes about 100 Homes a minute from us. */
const EACH_MS = 600;
const LEAST_REST_MS = 2_000;
/** How long the line with the result of a press stays: it is done, or someone must read why it isn't. */
const DONE_MS = 60_000;
const SAID_MS = 10 * 60_000;
/** When an email that a press asked for has been sent, unless there is a queue. */
const MAILED_MS = 10_000;

/** A Slack account. */
export interface HomeOwner {
  teamId: string;
  userId: string;
}

/** Reads an account from its key. */
export function homeOwner(account: string): HomeOwner {
  const [teamId = "", userId = ""] = account.split(":");
  return { teamId, userId };
}

/**
 * Remembers that someone has opened their Home, which is kept up to date from now on.
 *
 * @param openedIn the workspace, if the app is installed in a whole organisation
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

/** The result of a press on a Home: done, not done, or not permitted, in which case the Home says whom to ask. */
export type HomeFlash = { text: string } & (
  | { kind: "done" | "not_done" | "not_permitted" }
  /** Sends an email; the line goes once that has been sent. */
  | { kind: "mail"; mail: MailRef }
);

/** Keeps the result of a press for the next drawings, and has the Home redrawn without it when it is over. */
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

/** What is remembered about a Home. */
export interface RememberedHome {
  /** The hash of what was last published. */
  hash: string | undefined;
  /** The result of the last press on it, while that is news. */
  flash: ShownFlash | undefined;
  /** The workspace where it was last opened, if the app is installed in a whole organisation. */
  openedIn: string | undefined;
  /** Which Home was last published. */
  shows: HomeTabDocument["shows"];
}

/** Reads what is remembered about a Home. Null if it was never opened. */
export async function homeTab(owner: HomeOwner): Promise<RememberedHome | null> {
  const tab = await HomeTab.findById(accountKey(owner)).lean();
  if (!tab) return null;
  const { hash, said, openedIn, shows } = tab;
  return { hash, openedIn, shows, flash: said && (await current(said)) };
}

async function current(said: NonNullable<HomeTabDocument["said"]>): Promise<ShownFlash | undefined> {
  // Older versions kept only the words.
  const { words, at, kind = "not_done", mail } = said;
  const age = (await databaseTime()).getTime() - at.getTime();
  if (age >= lifetimeOf(kind) || (mail && !(await isMailLeaving(mail)))) return undefined;
  return { text: words, kind };
}

/**
 * Keeps what was published.
 *
 * @param isOther whether it is another Home than before, which doesn't take over the line
 */
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

/** Forgets the Home of an account that Slack no longer knows. */
export async function forgetHome(owner: HomeOwner): Promise<void> {
  await HomeTab.deleteOne({ _id: accountKey(owner) });
}

/** Returns how long to leave a Home alone, so that all of them together stay below Slack's limit. */
export async function restOfHome(owner: HomeOwner): Promise<number> {
  const tab = await HomeTab.findById(accountKey(owner), { drawnAt: 1 }).lean();
  if (!tab?.drawnAt) return 0;
  const rest = Math.max(LEAST_REST_MS, EACH_MS * (await HomeTab.estimatedDocumentCount()));
  return Math.max(0, tab.drawnAt.getTime() + rest - (await databaseTime()).getTime());
}

/** Whose Homes show something. */
export type HomeAudience = "admins" | "all";

/** Finds the accounts whose Homes must be published again. */
export async function homesOf(audience: HomeAudience): Promise<string[]> {
  const tabs = await HomeTab.find(audience === "all" ? {} : { shows: { $in: ["overview", "setup"] } }, {
    _id: 1,
  }).lean();
  return tabs.map(({ _id }) => _id);
}

/** Tells whether anyone has opened a Home. */
export async function anyHome(): Promise<boolean> {
  return (await HomeTab.exists({})) !== null;
}

/** Finds which of these accounts have opened their Home. */
export async function homesAmong(accounts: readonly string[]): Promise<string[]> {
  const tabs = await HomeTab.find({ _id: { $in: accounts } }, { _id: 1 }).lean();
  return tabs.map(({ _id }) => _id);
}
