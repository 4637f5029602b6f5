import type { RespondFn } from "@slack/bolt";
import type { KnownBlock, ModalView } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import { z } from "zod";
import { whoPressed } from "./actor-ref.ts";
import { alert, context, plain } from "./blocks.ts";
import { slackErrorCode } from "./bolt.ts";
import { asSent, escaped, sentenceCard } from "./cards/card.ts";

const drawn = z.looseObject({ type: z.string(), block_id: z.string().optional() });
const pressed = z.object({
  actions: z.tuple([z.object({ block_id: z.string() })]),
  message: z.object({ text: z.string().default(""), blocks: z.array(drawn).default([]) }).optional(),
});

/** Puts a line that says what came of it in place of the controls that were pressed on a message. */
export async function replaceControls(
  body: unknown,
  sentence: string,
  { client, respond }: { client: WebClient; respond: RespondFn },
): Promise<void> {
  const { actions, message } = pressed.parse(body);
  if (!message) return;
  const [{ block_id }] = actions;
  const blocks = message.blocks.map((block): unknown =>
    block.block_id === block_id ? context(sentence) : block,
  );
  const draw = () =>
    respond({
      replace_original: true,
      text: `${message.text}\n${escaped(sentence)}`,
      blocks: asBlocks(blocks),
    });
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
    await client.chat.postMessage({ channel: whoPressed(body).userId, ...asSent(sentenceCard(sentence)) });
    if (!["hash_conflict", "not_found"].includes(slackErrorCode(error) ?? "")) throw error;
  }
}

/** What whoever cancelled an invite reads. */
export function cancelledWords({ email, mailed }: { email: string; mailed: boolean }): string {
  return `The invite to ${email} is cancelled. ${mailed ? "Its link stopped working." : "No email was sent."}`;
}

const submitted = z.object({
  callback_id: z.string(),
  private_metadata: z.string(),
  title: z.object({ type: z.literal("plain_text"), text: z.string() }),
  submit: z.object({ type: z.literal("plain_text"), text: z.string() }).nullish(),
  blocks: z.array(drawn),
});

/** A view that was submitted, as it was, with what stood in the way above it. */
export function withProblem(view: unknown, problem: string): ModalView {
  const { submit, blocks, ...rest } = submitted.parse(view);
  const before = blocks.filter(({ type }) => type !== "alert");
  return {
    type: "modal",
    ...rest,
    close: plain("Close"),
    ...(submit && { submit }),
    blocks: [alert(problem, "error"), ...asBlocks(before)],
  };
}

/** Slack drew these blocks and sent them back; they go as they came. */
function asBlocks(blocks: unknown[]): KnownBlock[] {
  return blocks.filter((block): block is KnownBlock => drawn.safeParse(block).success);
}
