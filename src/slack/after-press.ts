import type { RespondFn } from "@slack/bolt";
import type { KnownBlock } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import { z } from "zod";
import { context } from "./blocks.ts";

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
}

/** Slack drew these blocks and sent them back; they go as they came. */
function asBlocks(blocks: unknown[]): KnownBlock[] {
  return blocks.filter((block): block is KnownBlock => drawn.safeParse(block).success);
}
