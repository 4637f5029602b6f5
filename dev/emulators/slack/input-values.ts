import { isDeepStrictEqual } from "node:util";
import type { Block } from "./block-kit/blocks.ts";
import { controlsOf } from "./block-kit/controls.ts";
import type { Control } from "./block-kit/elements.ts";
import type { Option } from "./block-kit/objects.ts";
import type { SlackFile } from "./files.ts";

/** The value of one control, as in `state.values`. */
export interface InputValue {
  type: string;
  value?: string | null;
  selected_option?: Option | null;
  selected_options?: Option[];
  selected_date?: string | null;
  selected_time?: string | null;
  selected_date_time?: number | null;
  selected_user?: string | null;
  selected_users?: string[];
  selected_conversation?: string | null;
  selected_conversations?: string[];
  selected_channel?: string | null;
  selected_channels?: string[];
  files?: SlackFile[];
}

/** The values of all controls on a surface, by block id and action id. */
export type InputValues = Record<string, Record<string, InputValue>>;

/** Returns the values of a surface's controls before anyone touches them. */
export function initialValues(blocks: Block[]): InputValues {
  const values: InputValues = {};
  for (const [block, control] of stateful(blocks)) {
    values[block] = { ...values[block], [control.action_id ?? ""]: initialValue(control) };
  }
  return values;
}

/**
 * Returns the values of a redrawn surface's controls. A control keeps what was entered while its ids and type stay. An
 * untouched one whose default changed comes back empty: Slack's client does so often enough that an app must not rely
 * on the new default.
 *
 * @param touched the `block action` pairs that the person filled in
 */
export function carriedOver(
  before: Block[],
  held: InputValues,
  touched: Set<string>,
  after: Block[],
): InputValues {
  const old = new Map(stateful(before).map(([block, control]) => [`${block} ${control.action_id}`, control]));
  const values = initialValues(after);
  for (const [block, control] of stateful(after)) {
    const action = control.action_id ?? "";
    const earlier = old.get(`${block} ${action}`);
    const kept = held[block]?.[action];
    if (!earlier || !kept || earlier.type !== control.type) continue;
    const sameDefault = isDeepStrictEqual(initialValue(earlier), initialValue(control));
    const value = touched.has(`${block} ${action}`)
      ? kept
      : sameDefault
        ? initialValue(control)
        : emptyValue(control);
    values[block] = { ...values[block], [action]: value };
  }
  return values;
}

/** Tells whether nothing was entered. */
export function isEmpty(value: InputValue | undefined): boolean {
  const { type: _, ...held } = value ?? { type: "" };
  return Object.values(held).every(
    (part) => part === null || part === "" || (Array.isArray(part) && part.length === 0),
  );
}

function stateful(blocks: Block[]): [string, Control][] {
  return blocks.flatMap((block) =>
    controlsOf(block)
      .filter((control) => control.type !== "button" && control.type !== "overflow")
      .map((control): [string, Control] => [block.block_id ?? "", control]),
  );
}

function initialValue(control: Control): InputValue {
  const value = emptyValue(control);
  switch (control.type) {
    case "static_select":
    case "external_select":
    case "radio_buttons":
      return { ...value, selected_option: control.initial_option ?? null };
    case "multi_static_select":
    case "multi_external_select":
    case "checkboxes":
      return { ...value, selected_options: control.initial_options ?? [] };
    case "users_select":
      return { ...value, selected_user: control.initial_user ?? null };
    case "multi_users_select":
      return { ...value, selected_users: control.initial_users ?? [] };
    case "conversations_select":
      return { ...value, selected_conversation: control.initial_conversation ?? null };
    case "multi_conversations_select":
      return { ...value, selected_conversations: control.initial_conversations ?? [] };
    case "channels_select":
      return { ...value, selected_channel: control.initial_channel ?? null };
    case "multi_channels_select":
      return { ...value, selected_channels: control.initial_channels ?? [] };
    case "datepicker":
      return { ...value, selected_date: control.initial_date ?? null };
    case "timepicker":
      return { ...value, selected_time: control.initial_time ?? null };
    case "datetimepicker":
      return { ...value, selected_date_time: control.initial_date_time ?? null };
    case "button":
    case "overflow":
    case "file_input":
      return value;
    default:
      return { ...value, value: control.initial_value || null };
  }
}

const emptyFields: Partial<Record<Control["type"], Omit<InputValue, "type">>> = {
  static_select: { selected_option: null },
  external_select: { selected_option: null },
  radio_buttons: { selected_option: null },
  multi_static_select: { selected_options: [] },
  multi_external_select: { selected_options: [] },
  checkboxes: { selected_options: [] },
  users_select: { selected_user: null },
  multi_users_select: { selected_users: [] },
  conversations_select: { selected_conversation: null },
  multi_conversations_select: { selected_conversations: [] },
  channels_select: { selected_channel: null },
  multi_channels_select: { selected_channels: [] },
  file_input: { files: [] },
  datepicker: { selected_date: null },
  timepicker: { selected_time: null },
  datetimepicker: { selected_date_time: null },
};

function emptyValue(control: Control): InputValue {
  return { type: control.type, ...(emptyFields[control.type] ?? { value: null }) };
}
