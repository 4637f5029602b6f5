import * as z from "zod";
import { accessory, actionsElement, button, image, inputElement } from "./elements.ts";
import { anyText, blockId, plainText } from "./objects.ts";
import { richTextElement } from "./rich-text.ts";

const richText = z.strictObject({
  type: z.literal("rich_text"),
  block_id: blockId,
  elements: z.array(richTextElement),
});

const card = z.strictObject({
  type: z.literal("card"),
  block_id: blockId,
  hero_image: image.optional(),
  icon: image.optional(),
  title: anyText(150).optional(),
  subtitle: anyText(150).optional(),
  body: anyText(200).optional(),
  actions: z.array(button).max(5).optional(),
});

const everywhere = [
  z.strictObject({
    type: z.literal("section"),
    block_id: blockId,
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  }),
  z.strictObject({
    type: z.literal("actions"),
    block_id: blockId,
    elements: z.array(actionsElement).min(1).max(25),
  }),
  z.strictObject({
    type: z.literal("context"),
    block_id: blockId,
    elements: z
      .array(z.discriminatedUnion("type", [anyText(2000), image]))
      .min(1)
      .max(10),
  }),
  z.strictObject({ type: z.literal("divider"), block_id: blockId }),
  z.strictObject({ type: z.literal("header"), block_id: blockId, text: plainText(150) }),
  z.strictObject({
    type: z.literal("image"),
    block_id: blockId,
    image_url: z.string().max(3000),
    alt_text: z.string().min(1).max(2000),
    title: plainText(2000).optional(),
  }),
  z.strictObject({
    type: z.literal("input"),
    block_id: blockId,
    label: plainText(2000),
    hint: plainText(2000).optional(),
    optional: z.boolean().optional(),
    dispatch_action: z.boolean().optional(),
    element: inputElement,
  }),
  richText,
  card,
] as const;

const alert = z.strictObject({
  type: z.literal("alert"),
  block_id: blockId,
  text: anyText(200),
  level: z.enum(["default", "info", "warning", "error", "success"]).optional(),
});

const cell = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("raw_text"), text: z.string().min(1) }),
  z.strictObject({ type: z.literal("raw_number"), value: z.number(), text: z.string().min(1) }),
  richText,
]);
const rows = z.array(z.array(cell).min(1).max(20)).min(1).max(100);

const inMessagesOnly = [
  z.strictObject({ type: z.literal("markdown"), block_id: blockId, text: z.string().min(1).max(12_000) }),
  z.strictObject({
    type: z.literal("table"),
    block_id: blockId,
    rows,
    column_settings: z
      .array(
        z.strictObject({
          align: z.enum(["left", "center", "right"]).optional(),
          is_wrapped: z.boolean().optional(),
        }),
      )
      .max(20)
      .optional(),
  }),
  z.strictObject({
    type: z.literal("data_table"),
    block_id: blockId,
    rows,
    caption: z.string().min(1),
    page_size: z.int().min(1).max(100).optional(),
    row_header_column_index: z.int().min(0).optional(),
  }),
] as const;

/** The blocks a modal may show. */
export const modalBlock = z.discriminatedUnion("type", [...everywhere, alert]);

/** The blocks the Home tab may show. */
export const homeBlock = z.discriminatedUnion("type", [...everywhere]);

/** The blocks a message may show. */
export const messageBlock = z.discriminatedUnion("type", [...everywhere, ...inMessagesOnly]);

/** Any block, on any surface. */
export type Block = z.infer<typeof modalBlock> | z.infer<typeof messageBlock>;
