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

/** What reads may go by an account's description of this age; `user_change` ends it sooner. */
const CACHED_MS = 60_000;

/** An account as a payload names it: its id, and the team that it acts from; none where it does not act. */
export interface AccountRef {
  userId: string;
  actingFrom?: string | undefined;
}

/**
 * What a call that writes to someone takes beside its arguments: in which workspace, where the app is installed in a whole
 * organisation. Its types lack it; Slack ignores an argument that a method does not know.
 */
export interface InWorkspace {
  team_id?: string;
}

/** Which accounts exist, and what Slack says of them. */
export interface Accounts {
  /** Says who acts, by `users.info` asked just now: for what changes something. */
  fresh(ref: AccountRef): Promise<AccountActor>;
  /** Says who acts, by a description of at most a minute ago: for what only reads. */
  recent(ref: AccountRef): Promise<AccountActor>;
  /** Says whom an event of Slack's describes. */
  described(user: unknown): AccountActor;
  /** Tells whether an account may act here at all, by a description of at most a minute ago; while Slack does not say, it may. */
  canAct(userId: string): Promise<boolean>;
  /** The same, by `users.info` asked just now. */
  isEligible(userId: string): Promise<boolean>;
  /**
   * Writes to someone in a workspace: the one that they act from, else one that does not change, of those of theirs that have
   * the app. Names none where the app is not installed in a whole organisation, while Slack does not say, and once more where
   * it does not find them there: they may have left a moment ago.
   */
  inWorkspace<T>(ref: AccountRef, write: (at: InWorkspace) => Promise<T>): Promise<T>;
  /** Forgets what Slack said of an account, since it changed. */
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
  /** A language that people use here and we lack is told once. */
  function tellUnknown(locale: string | null | undefined): void {
    if (!locale || unknown.has(locale) || matchLanguage(locale)) return;
    unknown.add(locale);
    log.info({ locale }, "somebody's Slack is in a language that there is no catalogue for");
  }

  const withApp = workspacesWithApp(client);
  let forgotten = 0;

  /** Oldest first, so that those of more than a minute ago are dropped without looking at the others. */
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
    // What was asked before a change may have been answered from before it.
    if (forgotten === before) remember(userId, user);
    return user;
  }

  /** In a Grid, whoever acts from a workspace that they were not in a minute ago is asked about again. */
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
      // What is written says better what is wrong.
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
