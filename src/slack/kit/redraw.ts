import type { RespondFn } from "@slack/bolt";
import type { KnownBlock, ModalView } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import * as z from "zod";
import type { InWorkspace } from "./accounts.ts";
import { alert, contextBlock, flashBlockId, markupAlert, noticeActionsId, plain } from "./blocks.ts";
import { isSlackTrouble, slackErrorCode } from "./slack-errors.ts";
import { escapeText } from "./text.ts";

const drawn = z.looseObject({ type: z.string(), block_id: z.string().optional() });
const pressed = z.object({
  actions: z.tuple([z.object({ block_id: z.string() })]),
  message: z
    .object({ text: z.string().nullish(), blocks: z.array(drawn).nullish() })
    .nullish()
    .transform((message) => message && { text: message.text ?? "", blocks: message.blocks ?? [] }),
});

/** Tells the person who acts something in a direct message. */
export type Tell = (sentence: string) => Promise<unknown>;

/** Replaces the controls pressed on a message with a line that says what happened. */
export async function replaceActions(
  body: unknown,
  sentence: string,
  { respond, tell }: { respond: RespondFn; tell: Tell },
): Promise<void> {
  const { actions, message } = pressed.parse(body);
  if (!message) return;
  const [{ block_id }] = actions;
  const blocks = message.blocks.map((block): unknown =>
    block.block_id === block_id ? contextBlock(sentence) : block,
  );
  const draw = () =>
    respond({
      replace_original: true,
      text: `${message.text}\n${escapeText(sentence)}`,
      blocks: asBlocks(blocks),
    });
  await updateOrMessage(draw, sentence, tell);
}

/** A message about one invite, as it was when one of its buttons was pressed. */
export const pressedNotice = z.object({
  channel: z.string(),
  ts: z.string(),
  text: z.string(),
  blocks: z.array(drawn),
});
const pressedOn = z.object({
  channel: z.object({ id: z.string() }),
  message: z.object({ ts: z.string(), text: z.string().default(""), blocks: z.array(drawn) }),
});

/** Returns the message about one invite on which a button was pressed; null if the button was elsewhere. */
export function noticeOf(body: unknown): z.output<typeof pressedNotice> | null {
  const { channel, message } = pressedOn.safeParse(body).data ?? {};
  if (!channel || !message?.blocks.some(({ block_id }) => block_id === noticeActionsId)) return null;
  return { ...message, channel: channel.id };
}

/** Replaces the buttons of a message with a line that says what happened. */
export async function settleNotice(
  client: WebClient,
  { text, blocks, ...at }: z.output<typeof pressedNotice> & InWorkspace,
  sentence: string,
): Promise<void> {
  const settled = blocks.map((block): unknown =>
    block.block_id === noticeActionsId ? contextBlock(sentence) : block,
  );
  const update = { text: `${text}\n${escapeText(sentence)}`, blocks: asBlocks(settled) };
  await client.chat.update({ ...at, ...update });
}

/**
 * Draws the result of a press. If it can't be drawn, because the screen is gone or has changed, or Slack refuses it, a
 * direct message says it instead, and that is all.
 *
 * @throws what went wrong on our side; Slack's trouble with the message
 */
export async function updateOrMessage(
  draw: () => Promise<unknown>,
  sentence: string,
  tell: Tell,
): Promise<void> {
  try {
    await draw();
  } catch (error) {
    await tell(sentence);
    const changed = ["hash_conflict", "not_found"].includes(slackErrorCode(error) ?? "");
    if (!changed && !isSlackTrouble(error)) throw error;
  }
}

/** Redraws the view below the one that was submitted, unless it has been closed. */
export async function redrawBelow(
  client: WebClient,
  viewId: string | null | undefined,
  view: ModalView,
): Promise<void> {
  if (!viewId) return;
  try {
    await client.views.update({ view_id: viewId, view });
  } catch (error) {
    if (slackErrorCode(error) !== "not_found") throw error;
  }
}

/** Slack leaves out `emoji: false`. */
const caption = z
  .object({ type: z.literal("plain_text"), text: z.string() })
  .transform(({ text }) => plain(text, 24));
const shown = z.object({
  callback_id: z.string(),
  private_metadata: z
    .string()
    .nullish()
    .transform((metadata) => metadata ?? ""),
  title: caption,
  submit: caption.nullish(),
  close: caption.nullish(),
  blocks: z.array(drawn),
  // Values that can't be read are not filled in again.
  state: z
    .object({ values: z.record(z.string(), z.record(z.string(), z.looseObject({}))) })
    .nullish()
    .catch(null),
});

/** The initial-value property of a field, by the property its value is in. */
const defaults = {
  value: "initial_value",
  selected_option: "initial_option",
  selected_options: "initial_options",
  selected_user: "initial_user",
  selected_date: "initial_date",
} as const;
const field = z.object({ element: z.looseObject({ action_id: z.string() }) });

/** Slack's limit on the blocks of a modal. */
const MAX_BLOCKS = 100;

/** What a person reads above a modal about an error: words, or markup that mentions whom to ask. */
export type Problem = string | { markup: string };

/** Draws what a person reads about an error. */
export function problemBlock(problem: Problem): KnownBlock {
  return typeof problem === "string" ? alert(problem, "error") : markupAlert(problem.markup, "error");
}

/** Draws a modal as it was when submitted or pressed, with what was filled in, and the error above it. */
export function withError(view: unknown, problem: Problem): ModalView {
  const { submit, close, blocks, state, ...rest } = shown.parse(view);
  const before = blocks
    .filter(({ block_id }) => block_id !== flashBlockId)
    .slice(0, MAX_BLOCKS - 1)
    .map((block) => fillIn(block, state?.values[block.block_id ?? ""]));
  return {
    type: "modal",
    ...rest,
    close: close ?? plain("Close"),
    ...(submit && { submit }),
    blocks: [problemBlock(problem), ...asBlocks(before)],
  };
}

/** Fills in what a field holds: people need not type anything again after another view took its place. */
function fillIn(block: z.output<typeof drawn>, held: Record<string, Record<string, unknown>> | undefined) {
  const { element } = field.safeParse(block).data ?? {};
  const value = element && held?.[element.action_id];
  if (!value) return block;
  const filled: Record<string, unknown> = { ...element };
  for (const [name, initial] of Object.entries(defaults)) {
    if (!(name in value)) continue;
    delete filled[initial];
    const given = value[name];
    if (given && !(Array.isArray(given) && given.length === 0)) filled[initial] = given;
  }
  return { ...block, element: filled };
}

/** Passes on blocks that Slack drew and sent back, unchanged. */
function asBlocks(blocks: unknown[]): KnownBlock[] {
  return blocks.filter((block): block is KnownBlock => drawn.safeParse(block).success);
}
