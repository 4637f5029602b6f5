import type { ModalView } from "@slack/types";
import type { EndpointSummary } from "../../services/webhooks/list-endpoints.ts";
import { alert, bold, contextBlock, paragraph, plain, text, title } from "../kit/blocks.ts";
import { ids } from "../kit/ids.ts";
import { isolated } from "../kit/phrase.ts";
import { type WebhookChangeState, webhookChangeState } from "./state.ts";

/** Draws *Rotate secret?*. 2 blocks. */
export function secretRotationView(
  { name, oldSignsUntil }: EndpointSummary,
  state: WebhookChangeState,
): ModalView {
  const rotatedLately = oldSignsUntil !== null && oldSignsUntil.getTime() > Date.now();
  const lost = rotatedLately ? " The one before the last rotation stops signing now." : "";
  return question(name, state, {
    callbackId: ids.webhooks.rotation,
    heading: "Rotate secret?",
    submit: "Rotate Secret",
    says: `You get a new secret. For a day each message is signed with both, so set the new one in the receiver within that day.${lost}`,
  });
}

/** Draws *Delete webhook?*. 2 blocks. */
export function webhookDeletionView({ name }: EndpointSummary, state: WebhookChangeState): ModalView {
  return question(name, state, {
    callbackId: ids.webhooks.deletion,
    heading: "Delete webhook?",
    submit: "Delete Webhook",
    says: "Nothing more is sent to it, and waiting messages are dropped. Its secret is deleted too.",
  });
}

function question(
  name: string,
  state: WebhookChangeState,
  asked: { callbackId: string; heading: string; submit: string; says: string },
): ModalView {
  return {
    type: "modal",
    callback_id: asked.callbackId,
    private_metadata: webhookChangeState.encode(state),
    title: title(asked.heading),
    submit: plain(asked.submit),
    close: plain("Close"),
    blocks: [paragraph(bold(isolated(name, 100))), paragraph(text(asked.says))],
  };
}

interface NewSecret {
  name: string;
  secret: string;
  /** Whether the previous one also signs for a day. */
  rotated: boolean;
}

/** Draws a secret, the only time it is shown. 4 blocks. */
export function secretView({ name, secret, rotated }: NewSecret): ModalView {
  const who = isolated(name, 60);
  return {
    type: "modal",
    title: title("Webhook secret"),
    close: plain("Close"),
    blocks: [
      alert(rotated ? `Made a new secret for ${who}.` : `Added ${who}.`, "success"),
      paragraph(text("Copy the secret now. It is shown only this once, and nobody can look it up later.")),
      {
        type: "rich_text",
        elements: [{ type: "rich_text_preformatted", elements: [{ type: "text", text: secret }] }],
      },
      contextBlock(
        rotated
          ? "The receiver verifies messages with it. The old one keeps signing for a day."
          : "The receiver uses it to verify that messages come from here, as Standard Webhooks describes.",
      ),
    ],
  };
}
