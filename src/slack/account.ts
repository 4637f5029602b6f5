import type { WebClient } from "@slack/web-api";
import { z } from "zod";
import type { Barred, SlackActor } from "../services/actor.ts";

/** What reads may go by an account's description of this age; `user_change` ends it sooner. */
const CACHED_MS = 60_000;

const described = z.object({
  id: z.string(),
  team_id: z.string(),
  name: z.string(),
  real_name: z.string().optional(),
  tz: z.string().optional(),
  deleted: z.boolean().default(false),
  is_bot: z.boolean().default(false),
  is_restricted: z.boolean().default(false),
  is_ultra_restricted: z.boolean().default(false),
  is_stranger: z.boolean().default(false),
  is_email_confirmed: z.boolean().default(false),
  profile: z.object({ real_name: z.string().optional(), email: z.string().optional() }),
});

type Described = z.output<typeof described>;

/** An account as a payload names it: its id, and the team that it acts from. */
export interface AccountRef {
  userId: string;
  teamId: string;
}

/** Which accounts exist, and what Slack says of them. */
export interface Accounts {
  /** Who acts, by `users.info` asked just now: for what changes something. */
  fresh(ref: AccountRef): Promise<SlackActor>;
  /** Who acts, by a description of at most a minute ago: for what only reads. */
  recent(ref: AccountRef): Promise<SlackActor>;
  /** Slack says that the account changed. */
  forget(userId: string): void;
}

/** Describes Slack accounts as actors, by `users.info` (cached for a minute). */
export function slackAccounts(client: WebClient, homeTeam: string, owners: readonly string[]): Accounts {
  const cache = new Map<string, { user: Described; until: number }>();

  async function ask(userId: string): Promise<Described> {
    const user = described.parse((await client.users.info({ user: userId })).user);
    cache.set(userId, { user, until: Date.now() + CACHED_MS });
    return user;
  }

  function actor(user: Described, teamId: string): SlackActor {
    return {
      kind: "slack",
      teamId: user.team_id,
      userId: user.id,
      name: user.profile.real_name || user.real_name || user.name,
      email: user.is_email_confirmed ? (user.profile.email?.toLowerCase() ?? null) : null,
      timeZone: user.tz ?? "UTC",
      owner: owners.includes(user.id),
      barred: barred(user, teamId, homeTeam),
    };
  }

  return {
    async fresh({ userId, teamId }) {
      return actor(await ask(userId), teamId);
    },
    async recent({ userId, teamId }) {
      const cached = cache.get(userId);
      return actor(cached && cached.until > Date.now() ? cached.user : await ask(userId), teamId);
    },
    forget(userId) {
      cache.delete(userId);
    },
  };
}

function barred(user: Described, actingFrom: string, homeTeam: string): Barred | null {
  if (user.team_id !== homeTeam || actingFrom !== homeTeam || user.is_stranger) return "from another team";
  if (user.deleted) return "deactivated";
  if (user.is_bot) return "a bot";
  if (user.is_restricted || user.is_ultra_restricted) return "a guest";
  return null;
}
