import { builtInGroupIds } from "../../models/group.ts";
import { User } from "../../models/user.ts";
import { accountKey } from "../../services/actor.ts";
import { type DomainEvent, GATHER_MS } from "../../services/events.ts";
import { accountsToAsk } from "../../services/requests/deciders.ts";
import { isInAdmin } from "../../services/users/admins.ts";
import { anyHome, type HomeAudience, homesAmong } from "../../slack/state/home-tabs.ts";
import { cardsOf } from "../../slack/state/request-cards.ts";
import type { Subscriber } from "../handler.ts";

/** Publishes the Homes that show what happened, once for everything within a second. */
export const homes: Subscriber = async (event, at) => {
  const [{ audience, accounts }, any] = await Promise.all([whoSees(event, at), anyHome()]);
  if (!any) return [];
  const dueAt = new Date(at.getTime() + GATHER_MS);
  return [
    ...(audience ? [{ kind: "homes" as const, whose: audience, dueAt }] : []),
    ...(accounts.length > 0 ? await homesAmong(accounts) : []).map((account) => ({
      kind: "home" as const,
      account,
      dueAt,
    })),
  ];
};

interface Seeing {
  audience: HomeAudience | null;
  /** The accounts whose own Homes show it. */
  accounts: string[];
}

async function whoSees(event: DomainEvent, at: Date): Promise<Seeing> {
  const [subject] = event.action.split(".");
  switch (subject) {
    case "invite":
      return { audience: "admins", accounts: [] };
    case "delivery":
      return { audience: event.after.needsAttention ? "admins" : null, accounts: [] };
    case "mail":
    case "test_delivery":
      return { audience: null, accounts: event.targets };
    // Non-admins see what their groups give.
    case "group":
      return { audience: "all", accounts: [] };
    // Homes count the requests that are waiting for an answer.
    case "request":
      return whoSeesRequests(event);
    case "user":
      return whoSeesUsers(event, at);
    default:
      return { audience: null, accounts: [] };
  }
}

async function whoSeesRequests({ targets }: DomainEvent): Promise<Seeing> {
  const seeing = await Promise.all(
    targets.map(async (id) => {
      const [request, asked] = await Promise.all([cardsOf(id), accountsToAsk(id, [])]);
      return asked.map((userId) => accountKey({ teamId: request?.asker.teamId ?? "", userId }));
    }),
  );
  return { audience: "admins", accounts: seeing.flat() };
}

async function whoSeesUsers({ action, targets, about }: DomainEvent, at: Date): Promise<Seeing> {
  // Users that a provider has just registered have no account and no group yet; a first sync registers thousands.
  if (action === "user.provisioned") return { audience: "admins", accounts: [] };
  const users = await User.find({ _id: { $in: targets } }, { slack: 1, memberships: 1 }).lean();
  // Non-admins see which admins to ask.
  const admins = about.includes(String(builtInGroupIds.admin)) || users.some((user) => isInAdmin(user, at));
  return {
    audience: admins ? "all" : "admins",
    accounts: users.flatMap(({ slack }) => (slack ? [accountKey(slack)] : [])),
  };
}
