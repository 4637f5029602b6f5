import type { WebClient } from "@slack/web-api";
import type { AccountActor } from "../../services/actor.ts";
import { actorFrom, actsFrom, type DescribedAccount, describedAccount } from "./described-account.ts";
import type { Installation } from "./installation.ts";
import { slackErrorMeaning } from "./slack-errors.ts";

/** What reads may go by an account's description of this age; `user_change` ends it sooner. */
const CACHED_MS = 60_000;

/** An account as a payload names it: its id, and the team that it acts from; none where it does not act. */
export interface AccountRef {
  userId: string;
  actingFrom?: string | undefined;
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
export function slackAccounts(
  client: WebClient,
  installation: Installation,
  owners: readonly string[],
): Accounts {
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

  /** In a Grid, whoever acts from a workspace that they were not in a minute ago is asked about again. */
  function remembered({ userId, actingFrom }: AccountRef): DescribedAccount | undefined {
    const cached = cache.get(userId);
    if (!cached || cached.until <= Date.now()) return undefined;
    const isKnown = actingFrom === undefined || actsFrom(cached.user, actingFrom, installation);
    return installation.kind === "workspace" || isKnown ? cached.user : undefined;
  }

  return {
    async fresh({ userId, actingFrom }) {
      return actorFrom(await ask(userId), { actingFrom, installation, owners });
    },
    async recent(ref) {
      const user = remembered(ref) ?? (await ask(ref.userId));
      return actorFrom(user, { actingFrom: ref.actingFrom, installation, owners });
    },
    described(user) {
      return actorFrom(describedAccount.parse(user), { installation, owners });
    },
    async canAct(userId) {
      try {
        return (await this.recent({ userId })).ineligible === null;
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
