import type { WebClient } from "@slack/web-api";
import type { Logger } from "pino";
import { matchLanguage } from "../../locales/match-language.ts";
import type { AccountActor } from "../../services/actor.ts";
import {
  actorFrom,
  actsFrom,
  type DescribedAccount,
  describedAccount,
  workspaceFor,
} from "./described-account.ts";
import type { Installation } from "./installation.ts";
import { isSlackTrouble, slackErrorCode, slackErrorMeaning } from "./slack-errors.ts";
import { workspacesWithApp } from "./workspaces-with-app.ts";

/** How old the description of an account may be for reads; `user_change` ends it sooner. */
const CACHED_MS = 60_000;

/** An account as a payload names it: its id, and the team it acts from, if it acts. */
export interface AccountRef {
  userId: string;
  actingFrom?: string | undefined;
}

/**
 * An extra argument for calls that write to someone: the workspace, if the app is installed in a whole organisation.
 * The calls' types lack it; Slack ignores arguments that a method doesn't know.
 */
export interface InWorkspace {
  team_id?: string;
}

/** Which accounts exist, and what Slack says about them. */
export interface Accounts {
  /** Returns who acts, with `users.info` called right now: for anything that changes something. */
  fresh(ref: AccountRef): Promise<AccountActor>;
  /** Returns who acts, from a description at most a minute old: for anything that only reads. */
  recent(ref: AccountRef): Promise<AccountActor>;
  /** Returns the account that a Slack event describes. */
  described(user: unknown): AccountActor;
  /**
   * Tells whether an account may act here at all, from a description at most a minute old; true while Slack doesn't
   * say.
   */
  canAct(userId: string): Promise<boolean>;
  /** The same, with `users.info` called right now. */
  isEligible(userId: string): Promise<boolean>;
  /**
   * Writes to someone in one of their workspaces that have the app: the one they act from, otherwise always the same
   * one. Names no workspace if the app isn't installed in a whole organisation, or while Slack doesn't say. Tries again
   * without one if Slack doesn't find them there: they may have left a moment ago.
   */
  inWorkspace<T>(ref: AccountRef, write: (at: InWorkspace) => Promise<T>): Promise<T>;
  /** Forgets what Slack said about an account, since it has changed. */
  forget(userId: string): void;
}

/** Describes Slack accounts as actors, by `users.info` (cached for a minute). */
export function slackAccounts(
  client: WebClient,
  installation: Installation,
  owners: readonly string[],
  log: Pick<Logger, "info">,
): Accounts {
  const cache = new Map<string, { user: DescribedAccount; until: number }>();

  const unknown = new Set<string>();
  /** Logs once each language that people use here and we lack. */
  function tellUnknown(locale: string | null | undefined): void {
    if (!locale || unknown.has(locale) || matchLanguage(locale)) return;
    unknown.add(locale);
    log.info({ locale }, "someone's Slack is in a language we have no catalogue for");
  }

  const withApp = workspacesWithApp(client);
  let forgotten = 0;

  /** Oldest first, so that accounts older than a minute are dropped without looking at the others. */
  function remember(userId: string, user: DescribedAccount): void {
    const now = Date.now();
    cache.delete(userId);
    cache.set(userId, { user, until: now + CACHED_MS });
    for (const [id, { until }] of cache) {
      if (until > now) break;
      cache.delete(id);
    }
  }

  async function ask(userId: string): Promise<DescribedAccount> {
    const before = forgotten;
    const user = describedAccount.parse(
      (await client.users.info({ user: userId, include_locale: true })).user,
    );
    tellUnknown(user.locale);
    // An answer to a question asked before a change may be from before it.
    if (forgotten === before) remember(userId, user);
    return user;
  }

  /** In a Grid, people who act from a workspace they weren't in a minute ago are looked up again. */
  function remembered({ userId, actingFrom }: AccountRef): DescribedAccount | undefined {
    const cached = cache.get(userId);
    if (!cached || cached.until <= Date.now()) return undefined;
    const isKnown = actingFrom === undefined || actsFrom(cached.user, actingFrom, installation);
    return installation.kind === "workspace" || isKnown ? cached.user : undefined;
  }

  async function describe(ref: AccountRef): Promise<DescribedAccount> {
    return remembered(ref) ?? (await ask(ref.userId));
  }

  async function workspaceOf({ userId, actingFrom }: AccountRef): Promise<InWorkspace> {
    if (installation.kind !== "organisation") return {};
    try {
      const [user, ids] = await Promise.all([describe({ userId }), withApp()]);
      const team_id = workspaceFor(user, ids, actingFrom);
      return team_id ? { team_id } : {};
    } catch (error) {
      // The write itself explains better what is wrong.
      if (isSlackTrouble(error) || slackErrorCode(error) !== null) return {};
      throw error;
    }
  }

  const fresh: Accounts["fresh"] = async ({ userId, actingFrom }) =>
    actorFrom(await ask(userId), { actingFrom, installation, owners });
  const recent: Accounts["recent"] = async (ref) =>
    actorFrom(await describe(ref), { actingFrom: ref.actingFrom, installation, owners });

  async function mayAct(describing: Promise<AccountActor>): Promise<boolean> {
    try {
      return (await describing).ineligible === null;
    } catch (error) {
      return slackErrorMeaning(error) !== "unreachable";
    }
  }

  return {
    fresh,
    recent,
    described(user) {
      return actorFrom(describedAccount.parse(user), { installation, owners });
    },
    canAct: (userId) => mayAct(recent({ userId })),
    isEligible: (userId) => mayAct(fresh({ userId })),
    async inWorkspace(ref, write) {
      const at = await workspaceOf(ref);
      try {
        return await write(at);
      } catch (error) {
        const notThere =
          slackErrorMeaning(error) === "unreachable" || slackErrorCode(error) === "team_access_not_granted";
        if (!at.team_id || !notThere) throw error;
        return write({});
      }
    },
    forget(userId) {
      forgotten += 1;
      cache.delete(userId);
    },
  };
}
