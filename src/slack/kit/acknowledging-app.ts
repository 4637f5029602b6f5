import { App, type ReceiverEvent } from "@slack/bolt";
import * as z from "zod";

const rateLimited = z.object({
  type: z.literal("app_rate_limited"),
  /** Seconds since 1970. */
  minute_rate_limited: z.number(),
});

/**
 * A Bolt app that acknowledges what no listener takes as soon as that is known, such as a future event or a button of
 * another version. Bolt makes Slack wait for 3 to 5 seconds and then answers 404, which makes Slack send fewer events.
 */
export class AcknowledgingApp extends App {
  override async processEvent(event: ReceiverEvent): Promise<void> {
    const limited = rateLimited.safeParse(event.body).data;
    if (limited) {
      const minute = new Date(limited.minute_rate_limited * 1000).toISOString();
      this.logger.warn(`Slack is holding events back: there were too many in the minute from ${minute}`);
      return event.ack();
    }
    let acknowledged = false;
    const ack: ReceiverEvent["ack"] = async (response) => {
      acknowledged = true;
      await event.ack(response);
    };
    await super.processEvent({ ...event, ack });
    if (!acknowledged) await event.ack();
  }
}
