import * as z from "zod";

/** Creates the schema of a `plain_text` object, with the limit for its place. */
export const plainText = (max: number) =>
  z.strictObject({
    type: z.literal("plain_text"),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });

const mrkdwn = (max: number) =>
  z.strictObject({
    type: z.literal("mrkdwn"),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().optional(),
  });

/** Creates the schema of a text object of either kind. */
export const anyText = (max: number) => z.discriminatedUnion("type", [plainText(max), mrkdwn(max)]);

const colour = z.enum(["primary", "danger"]);

const confirmation = z.strictObject({
  title: plainText(100).optional(),
  text: anyText(300),
  confirm: plainText(30).optional(),
  deny: plainText(30).optional(),
  style: colour.optional(),
});

/** An option of a menu. */
export const menuOption = z.strictObject({
  text: plainText(75),
  value: z.string().max(75),
  description: plainText(75).optional(),
});

/** An option of an overflow menu, which may be a link. */
export const overflowOption = menuOption.extend({ url: z.string().max(3000).optional() });

/** An option of radio buttons or checkboxes, which may be formatted. */
export const choiceOption = z.strictObject({
  text: anyText(75),
  value: z.string().max(75),
  description: anyText(75).optional(),
});

/** A titled part of a long menu. */
export const optionGroup = z.strictObject({
  label: plainText(75),
  options: z.array(menuOption).min(1).max(100),
});

/** The name of an action; Slack makes one up if it is missing. */
export const actionId = z.string().min(1).max(255).optional();

/** The name of a block; Slack makes one up if it is missing. */
export const blockId = z.string().max(255).optional();

/** The fields shared by elements that can ask for confirmation. */
export const confirmable = { action_id: actionId, confirm: confirmation.optional() };

/** The fields shared by elements that can take the focus and show a placeholder. */
export const fillable = {
  focus_on_load: z.boolean().optional(),
  placeholder: plainText(150).optional(),
};

export { colour };

/** A text object, plain or formatted. */
export type Text = z.infer<ReturnType<typeof anyText>>;

/** An option as it is sent back when chosen. */
export type Option = z.infer<typeof choiceOption> & { url?: string | undefined };

/** A confirmation dialog. */
export type Confirmation = z.infer<typeof confirmation>;
