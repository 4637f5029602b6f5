import { randomUUID } from "node:crypto";
import type { App } from "@slack/bolt";
import type { Logger } from "pino";
import * as z from "zod";

const named = z.object({
  command: z.string().optional(),
  callback_id: z.string().optional(),
  view: z.object({ callback_id: z.string() }).optional(),
  actions: z.array(z.object({ action_id: z.string() })).optional(),
  event: z.object({ type: z.string() }).optional(),
  user: z.object({ id: z.string() }).optional(),
  user_id: z.string().optional(),
});

/** Logs and counts the work of listeners, since Bolt's own stop doesn't wait for work that goes on after `ack`. */
export function trackWork(app: App, inFlight: Set<Promise<void>>, log: Logger): void {
  app.use(async ({ body, next }) => {
    const { command, callback_id, view, actions, event, user, user_id } = named.safeParse(body).data ?? {};
    const action = command ?? actions?.[0]?.action_id ?? view?.callback_id ?? callback_id ?? event?.type;
    // Other work waits while the line is written, so this comes after Slack has its answer.
    setImmediate(() => log.info({ request: randomUUID(), actor: user?.id ?? user_id, action }, "from Slack"));
    const work = next();
    inFlight.add(work);
    await work.finally(() => inFlight.delete(work));
  });
}
