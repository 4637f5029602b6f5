import type { RespondFn } from "@slack/bolt";
import type { KnownBlock } from "@slack/types";
import { z } from "zod";
import { context } from "./blocks.ts";

const drawn = z.looseObject({ type: z.string(), block_id: z.string().optional() });
const pressed = z.object({
  actions: z.tuple([z.object({ block_id: z.string() })]),
  message: z.object({ text: z.string().default(""), blocks: z.array(drawn).default([]) }).optional(),
});

/** Puts a line that says what came of it in place of the controls that were pressed on a message. */
export async function replaceControls(body: unknown, sentence: string, respond: RespondFn): Promise<void> {
  const { actions, message } = pressed.parse(body);
  if (!message) return;
  const [{ block_id }] = actions;
  const blocks = message.blocks.map((block): unknown =>
    block.block_id === block_id ? context(sentence) : block,
  );
  await respond({ replace_original: true, text: `${message.text}\n${sentence}`, blocks: asBlocks(blocks) });
}

/** Slack drew these blocks and sent them back; they go as they came. */
function asBlocks(blocks: unknown[]): KnownBlock[] {
  return blocks.filter((block): block is KnownBlock => drawn.safeParse(block).success);
}
