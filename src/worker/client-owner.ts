import { markOwnerLeft, markOwnerReturned, ownedClients } from "../services/clients/client-news.ts";
import { answeredClientCards } from "../slack/state/client-cards.ts";
import { enqueueSlack } from "../slack/state/jobs.ts";
import type { Handler } from "./handler.ts";

/**
 * Asks admins about the clients of a user who can no longer answer for them; settles those questions once the user is
 * back.
 */
export const clientOwner: Handler<"client-owner"> = {
  async handle({ userId }) {
    const { left, returned } = await ownedClients(userId);
    const settled = await answeredClientCards(returned, new Date(0));
    return {
      attempt: { kind: "done" },
      async record(_outcome, now) {
        for (const clientId of left)
          if (await markOwnerLeft(clientId, userId, now))
            await enqueueSlack(now, { kind: "client-owner-notice", clientId, dueAt: now });
        for (const clientId of returned) await markOwnerReturned(clientId, userId);
        await enqueueSlack(now, ...settled.map((job) => ({ ...job, dueAt: now })));
      },
    };
  },
};
