import type { InputBlock, PlainTextOption } from "@slack/types";
import * as z from "zod";
import { english } from "../../locales/english.ts";
import type { Words } from "../../locales/words.ts";
import { hoursIn } from "../../services/end-text.ts";
import { plain } from "./blocks.ts";

/** The durations that forms offer, in hours. */
const choices = [1, 4, 8, 24, 48, 72, 168, 336, 720, 2_160, 4_320, 8_760];
const NO_END = "none";

interface HoursField {
  id: string;
  label: string;
  hint?: string;
  /** The longest on offer; null if there is no limit. */
  most: number | null;
  /** The initial choice; null for no end. */
  chosen?: number | null;
  /** English for admins. */
  words?: Words;
}

/** Draws the field for how long something is given. */
export function hoursInput({ id, label, hint, most, chosen, words = english }: HoursField): InputBlock {
  const noEnd = words.requests.noEndOption;
  const known = [...new Set([...choices, most ?? 1, chosen ?? 1])]
    .filter((hours) => most === null || hours <= most || hours === chosen)
    .sort((one, other) => one - other);
  const options: PlainTextOption[] = [
    ...known.map((hours) => ({ text: plain(hoursIn(words, hours)), value: String(hours) })),
    ...(most === null ? [{ text: plain(noEnd), value: NO_END }] : []),
  ];
  const initial = options.find(({ value }) => value === (chosen === null ? NO_END : String(chosen)));
  return {
    type: "input",
    block_id: id,
    label: plain(label),
    ...(hint && { hint: plain(hint) }),
    element: {
      type: "static_select",
      action_id: id,
      placeholder: plain(words.slack.choose),
      options,
      ...(chosen !== undefined && initial && { initial_option: initial }),
    },
  };
}

/** The value of such a field: hours; null for no end. */
export const chosenHours = z
  .object({ selected_option: z.object({ value: z.string() }) })
  .transform(({ selected_option: { value } }) => (value === NO_END ? null : Number(value)));
