import { type Due, enqueue, type RuleJob } from "../services/jobs.ts";
import { requestsThatEnd } from "../services/requests/end-request.ts";
import { settlerOfDone } from "../services/settle-jobs.ts";
import { ERASED_NAME } from "../services/users/erased-name.ts";
import { eraserFor } from "../services/webhooks/erase-from-messages.ts";
import { enqueueWebhooks, messagesOf } from "../services/webhooks/messages.ts";
import { enqueueSlack, type SlackJob } from "../slack/state/jobs.ts";
import { done, type Handler, type Subscriber } from "./handler.ts";
import { cards } from "./subscribers/cards.ts";
import { clients } from "./subscribers/clients.ts";
import { homes } from "./subscribers/homes.ts";
import { movedRequests } from "./subscribers/moved-requests.ts";
import { notices } from "./subscribers/notices.ts";
import { provisioning } from "./subscribers/provisioning.ts";
import { requests } from "./subscribers/requests.ts";
import { reviews } from "./subscribers/reviews.ts";
import { runs } from "./subscribers/runs.ts";

const subscribers: readonly Subscriber[] = [
  cards,
  clients,
  homes,
  movedRequests,
  notices,
  provisioning,
  requests,
  reviews,
  runs,
];

/** What follows from an event, with times by the database's clock. */
interface Following {
  /** When it happened. */
  createdAt: Date;
  now: Date;
  ending: Due<RuleJob>[];
  jobs: Due<SlackJob>[];
  messages: Awaited<ReturnType<typeof messagesOf>>;
}

/** What follows from events told at about the same time is written in one transaction. */
const settleTold = settlerOfDone<Following>(async (told) => {
  const telling = told.filter(({ messages }) => messages.length > 0);
  const erase = await eraserFor(
    telling.map(({ createdAt }) => createdAt),
    ERASED_NAME,
  );
  for (const { now, ending, jobs, messages } of told) {
    await enqueue(now, ...ending);
    await enqueueSlack(now, ...jobs);
    await enqueueWebhooks(now, ...messages.map(erase));
  }
});

/**
 * Tells every subscriber what happened. The jobs they return are written when this one is settled, or never. So are the
 * webhooks: a change never waits for them.
 */
export const event: Handler<"event"> = {
  async handle(spec, job, { settings }) {
    const { createdAt, claimedAt: now } = job;
    const [messages, ending, ...answers] = await Promise.all([
      messagesOf(spec, createdAt),
      requestsThatEnd(spec, createdAt),
      ...subscribers.map((subscriber) => subscriber(spec, createdAt, settings)),
    ]);
    const jobs = answers.flat();
    if (messages.length + ending.length + jobs.length === 0) return done;
    const settleDone = () => settleTold({ job, what: { createdAt, now, ending, jobs, messages } });
    return { attempt: { kind: "done" }, settleDone };
  },
};
