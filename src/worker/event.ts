import { enqueue } from "../services/jobs.ts";
import { requestsThatEnd } from "../services/requests/end-with-invite.ts";
import { enqueueWebhooks, messagesOf } from "../services/webhooks/messages.ts";
import { enqueueSlack } from "../slack/state/jobs.ts";
import { done, type Handler, type Subscriber } from "./handler.ts";
import { cards } from "./subscribers/cards.ts";
import { clients } from "./subscribers/clients.ts";
import { homes } from "./subscribers/homes.ts";

import { notices } from "./subscribers/notices.ts";
import { provisioning } from "./subscribers/provisioning.ts";
import { requests } from "./subscribers/requests.ts";
import { reviews } from "./subscribers/reviews.ts";
import { runs } from "./subscribers/runs.ts";

const subscribers: readonly Subscriber[] = [
  cards,
  clients,
  homes,
  notices,
  provisioning,
  requests,
  reviews,
  runs,
];

/**
 * Tells every subscriber what happened; the jobs that they answer are written when this one is settled, or never. So are the
 * webhooks: whoever changes something never waits for them.
 */
export const event: Handler<"event"> = {
  async handle(spec, { createdAt }, { settings }) {
    const [messages, ending, ...jobs] = await Promise.all([
      messagesOf(spec, createdAt),
      requestsThatEnd(spec, createdAt),
      ...subscribers.map((subscriber) => subscriber(spec, createdAt, settings)),
    ]);
    if ([...messages, ...ending, ...jobs.flat()].length === 0) return done;
    return {
      attempt: { kind: "done" },
      async record(_outcome, now) {
        await enqueue(now, ...ending);
        await enqueueSlack(now, ...jobs.flat());
        await enqueueWebhooks(now, ...messages);
      },
    };
  },
};
