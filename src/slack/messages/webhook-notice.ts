import { shorten } from "../../locales/shorten.ts";
import type { EndpointSummary } from "../../services/webhooks/list-endpoints.ts";
import { actions, bold, button, paragraph, text } from "../kit/blocks.ts";
import type { Card } from "../kit/card.ts";
import { ids } from "../kit/ids.ts";
import { isolated } from "../kit/phrase.ts";
import { webhookRef } from "../kit/webhook-ref.ts";

/**
 * Tells that a webhook was switched off automatically, and why; people who may can resume it from there. At most 2
 * blocks.
 */
export function webhookOffCard({ id, name, host, version, off }: EndpointSummary, mayResume: boolean): Card {
  const who = isolated(name, 100);
  const why =
    off?.reason === "gone"
      ? "its receiver answered that it accepts no more messages (410)."
      : "nothing reached it for five days.";
  const what = ` (${shorten(host, 200)}) was switched off: ${why} Nothing is sent to it until ${mayResume ? "somebody" : "an admin"} resumes it.`;
  const resume = button(ids.webhooks.resume, "Resume", {
    value: webhookRef.encode({ endpointId: id, version }),
    label: `Resume the webhook ${who}`,
  });
  return {
    text: `The webhook ${who}${what}`,
    blocks: [paragraph(text("The webhook "), bold(who), text(what)), ...(mayResume ? [actions(resume)] : [])],
  };
}
