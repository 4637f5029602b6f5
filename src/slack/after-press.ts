import type { RespondFn } from "@slack/bolt";
import type { KnownBlock } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import { z } from "zod";
import { whoPressed } from "./actor-ref.ts";
import { context } from "./blocks.ts";
import { slackErrorCode } from "./bolt.ts";

const drawn = z.looseObject({ type: z.string(), block_id: z.string().optional() });
const pressed = z.object({
  actions: z.tuple([z.object({ block_id: z.string() })]),
  view: z
    .object({
      id: z.string(),
      hash: z.string(),
      callback_id: z.string(),
      private_metadata: z.string(),
      title: z.object({ type: z.literal("plain_text"), text: z.string() }),
      blocks: z.array(drawn),
    })
    .optional(),
  message: z.object({ text: z.string().default(""), blocks: z.array(drawn).default([]) }).optional(),
});

/** Puts a line that says what came of it in place of the controls that were pressed, in a modal or a message. */
export async function replaceControls(
  body: unknown,
  sentence: string,
  { client, respond }: { client: WebClient; respond: RespondFn },
): Promise<void> {
  const { actions, view, message } = pressed.parse(body);
  const [{ block_id }] = actions;
  const settled = (blocks: z.output<typeof drawn>[]) =>
    blocks.map((block): unknown => (block.block_id === block_id ? context(sentence) : block));
  const draw = async () => {
    if (view)
      await client.views.update({
        view_id: view.id,
        hash: view.hash,
        view: {
          type: "modal",
          callback_id: view.callback_id,
          private_metadata: view.private_metadata,
          title: view.title,
          close: { type: "plain_text", text: "Close" },
          blocks: asBlocks(settled(view.blocks)),
        },
      });
    else if (message)
      await respond({
        replace_original: true,
        text: `${message.text}\n${sentence}`,
        blocks: asBlocks(settled(message.blocks)),
      });
  };
  await drawOrSay(draw, sentence, { body, client });
}

/** Draws what came of a press. Where it can't be drawn, since the screen is gone or looks different by now, a direct message says it. */
export async function drawOrSay(
  draw: () => Promise<unknown>,
  sentence: string,
  { body, client }: { body: unknown; client: WebClient },
): Promise<void> {
  try {
    await draw();
  } catch (error) {
    await client.chat.postMessage({ channel: whoPressed(body).userId, text: sentence });
    if (!["hash_conflict", "not_found"].includes(slackErrorCode(error) ?? "")) throw error;
  }
}

/** What whoever cancelled an invite reads. */
export function cancelledWords({ email, mailed }: { email: string; mailed: boolean }): string {
  return `The invite to ${email} is cancelled. ${mailed ? "Its link stopped working." : "No email was sent."}`;
}

/** Slack drew these blocks and sent them back; they go as they came. */
function asBlocks(blocks: unknown[]): KnownBlock[] {
  return blocks.filter((block): block is KnownBlock => drawn.safeParse(block).success);
}
