import * as z from "zod";
import {
  actionId,
  choiceOption,
  colour,
  confirmable,
  fillable,
  overflowOption,
  plainText,
} from "./objects.ts";
import { menu, selects } from "./selects.ts";

const button = z.strictObject({
  ...confirmable,
  type: z.literal("button"),
  text: plainText(75),
  value: z.string().max(2000).optional(),
  url: z.string().max(3000).optional(),
  style: colour.optional(),
  accessibility_label: z.string().max(75).optional(),
});

const overflow = z.strictObject({
  ...confirmable,
  type: z.literal("overflow"),
  options: z.array(overflowOption).min(2).max(5),
});

const image = z.strictObject({
  type: z.literal("image"),
  image_url: z.string().max(3000),
  alt_text: z.string().min(1).max(2000),
});

const focusable = { focus_on_load: z.boolean().optional() };

const choices = [
  z.strictObject({
    ...confirmable,
    ...focusable,
    type: z.literal("checkboxes"),
    options: z.array(choiceOption).min(1).max(10),
    initial_options: z.array(choiceOption).optional(),
  }),
  z.strictObject({
    ...confirmable,
    ...focusable,
    type: z.literal("radio_buttons"),
    options: z.array(choiceOption).min(1).max(10),
    initial_option: choiceOption.optional(),
  }),
] as const;

const dates = [
  z.strictObject({
    ...menu,
    type: z.literal("datepicker"),
    initial_date: z.iso.date("must be a valid date").optional(),
  }),
  z.strictObject({
    ...menu,
    type: z.literal("timepicker"),
    initial_time: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a valid time")
      .optional(),
    timezone: z.string().optional(),
  }),
] as const;

const dateAndTime = z.strictObject({
  ...confirmable,
  ...focusable,
  type: z.literal("datetimepicker"),
  initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
});

const dispatch = z.strictObject({
  trigger_actions_on: z.array(z.enum(["on_enter_pressed", "on_character_entered"])).optional(),
});
const typed = {
  ...fillable,
  action_id: actionId,
  dispatch_action_config: dispatch.optional(),
  initial_value: z.string().max(3000).optional(),
};

const textInputs = [
  z.strictObject({
    ...typed,
    type: z.literal("plain_text_input"),
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(3000).optional(),
    max_length: z.int().min(1).max(3000).optional(),
  }),
  z.strictObject({ ...typed, type: z.literal("email_text_input") }),
  z.strictObject({ ...typed, type: z.literal("url_text_input") }),
  z.strictObject({
    ...typed,
    type: z.literal("number_input"),
    is_decimal_allowed: z.boolean(),
    min_value: z.string().optional(),
    max_value: z.string().optional(),
  }),
] as const;

/** The elements allowed beside a section's text. */
export const accessory = z.discriminatedUnion("type", [
  button,
  overflow,
  image,
  ...selects,
  ...choices,
  ...dates,
]);

/** The elements allowed in an actions block. */
export const actionsElement = z.discriminatedUnion("type", [
  button,
  overflow,
  ...selects,
  ...choices,
  ...dates,
  dateAndTime,
]);

const fileInput = z.strictObject({
  type: z.literal("file_input"),
  action_id: actionId,
  filetypes: z.array(z.string()).optional(),
  max_files: z.int().min(1).max(10).optional(),
});

/** The elements allowed in an input block. */
export const inputElement = z.discriminatedUnion("type", [
  ...textInputs,
  fileInput,
  ...selects,
  ...choices,
  ...dates,
  dateAndTime,
]);

export { button, image };

/** Anything a person can press, fill in or choose from. */
export type Control = Exclude<
  z.infer<typeof accessory> | z.infer<typeof actionsElement> | z.infer<typeof inputElement>,
  { type: "image" }
>;
