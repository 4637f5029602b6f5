import * as z from "zod";
import { homeBlock, messageBlock, modalBlock } from "./blocks.ts";
import { plainText } from "./objects.ts";

const everyView = {
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
};

const modal = z.strictObject({
  ...everyView,
  type: z.literal("modal"),
  title: plainText(24),
  submit: plainText(24).optional(),
  close: plainText(24).optional(),
  blocks: z.array(modalBlock).max(100),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
});

const home = z.strictObject({
  ...everyView,
  type: z.literal("home"),
  blocks: z.array(homeBlock).max(100),
});

/** A modal or a Home tab, as an app describes it. */
export const view = z.discriminatedUnion("type", [modal, home]);

/**
 * What a message shows. Slack also accepts one without `text`, but here that is a breach: screen readers read only
 * that.
 */
export const message = z.object({
  text: z.string().min(1).max(40_000),
  blocks: z.array(messageBlock).max(50).optional(),
});

/** A view, as an app describes it. */
export type View = z.infer<typeof view>;

/** A message's content. */
export type MessageContent = z.infer<typeof message>;
