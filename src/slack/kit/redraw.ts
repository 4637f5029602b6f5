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

/** Tells whoever acts something in a direct message. */
export type Tell = (sentence: string) => Promise<unknown>;

/** Puts a line that says what came of it in place of the controls that were pressed on a message. */
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

/** A message about one invite, as it was when a button of it was pressed. */
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

/** Keeps the message about one invite that a button was pressed on; null where the button stood elsewhere. */
export function noticeOf(body: unknown): z.output<typeof pressedNotice> | null {
  const { channel, message } = pressedOn.safeParse(body).data ?? {};
  if (!channel || !message?.blocks.some(({ block_id }) => block_id === noticeActionsId)) return null;
  return { ...message, channel: channel.id };
}

/** Puts a line that says what came of it in place of the buttons of a message. */
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
 * Draws what came of a press. Where it can't be drawn, since the screen is gone, looks different by now, or Slack does
 * not take it, a direct message says it, and that is all that is said.
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

/** Redraws a view that stands below the one that was submitted, unless it was closed meanwhile. */
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

/** Slack leaves out that it is to be shown as it is. */
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
  // What can't be read is not filled in again.
  state: z
    .object({ values: z.record(z.string(), z.record(z.string(), z.looseObject({}))) })
    .nullish()
    .catch(null),
});

/** What a field holds, by what it starts with when it holds that. */
const defaults = {
  value: "initial_value",
  selected_option: "initial_option",
  selected_options: "initial_options",
  selected_user: "initial_user",
  selected_date: "initial_date",
} as const;
const field = z.object({ element: z.looseObject({ action_id: z.string() }) });

/** Slack takes no more blocks in a modal. */
const MAX_BLOCKS = 100;

/** What a person reads above a modal about an error: as words, or as markup that mentions whom to ask. */
export type Problem = string | { markup: string };

/** Draws what a person reads about an error. */
export function problemBlock(problem: Problem): KnownBlock {
  return typeof problem === "string" ? alert(problem, "error") : markupAlert(problem.markup, "error");
}

/** Draws a modal that was submitted or pressed on as it was, filled in as it is, with what stood in the way above it. */
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

/** Fills a field in with what it holds: nothing is typed again after another view stood in its place. */
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

/** Passes on blocks that Slack drew and sent back, as they came. */
function asBlocks(blocks: unknown[]): KnownBlock[] {
  return blocks.filter((block): block is KnownBlock => drawn.safeParse(block).success);
}
