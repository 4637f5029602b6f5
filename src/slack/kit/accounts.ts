import type { WebClient } from "@slack/web-api";
import type { AccountActor } from "../../services/actor.ts";
import { actorFrom, type DescribedAccount, describedAccount } from "./described-account.ts";
import { slackErrorMeaning } from "./slack-errors.ts";

/** What reads may go by an account's description of this age; `user_change` ends it sooner. */
const CACHED_MS = 60_000;

/** An account as a payload names it: its id, and the team that it acts from. */
export interface AccountRef {
  userId: string;
  teamId: string;
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
  /** Forgets what Slack said of an account, since it changed. */
  forget(userId: string): void;
}

/** Describes Slack accounts as actors, by `users.info` (cached for a minute). */
export function slackAccounts(client: WebClient, homeTeam: string, owners: readonly string[]): Accounts {
  const cache = new Map<string, { user: DescribedAccount; until: number }>();

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
    const user = describedAccount.parse((await client.users.info({ user: userId })).user);
    // What was asked before a change may have been answered from before it.
    if (forgotten === before) remember(userId, user);
    return user;
  }

  return {
    async fresh({ userId, teamId }) {
      return actorFrom(await ask(userId), { actingFrom: teamId, homeTeam, owners });
    },
    async recent({ userId, teamId }) {
      const cached = cache.get(userId);
      const user = cached && cached.until > Date.now() ? cached.user : await ask(userId);
      return actorFrom(user, { actingFrom: teamId, homeTeam, owners });
    },
    described(user) {
      return actorFrom(describedAccount.parse(user), { homeTeam, owners });
    },
    async canAct(userId) {
      try {
        return (await this.recent({ userId, teamId: homeTeam })).ineligible === null;
      } catch (error) {
        return slackErrorMeaning(error) !== "unreachable";
      }
    },
    forget(userId) {
      forgotten += 1;
      cache.delete(userId);
    },
  };
}
