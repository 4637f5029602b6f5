import type { InputBlock } from "@slack/types";
import * as z from "zod";
import { plain } from "./blocks.ts";

interface EndField {
  id: string;
  label: string;
  hint: string;
  /** The chosen day: *2026-12-31*. */
  day?: string | null | undefined;
}

/** Draws the field for the last day of something; empty means no end. */
export function endInput({ id, label, hint, day }: EndField): InputBlock {
  return {
    type: "input",
    block_id: id,
    optional: true,
    label: plain(label),
    hint: plain(hint),
    element: { type: "datepicker", action_id: id, ...(day && { initial_date: day }) },
  };
}

/** The value of such a field. */
export const chosenDay = z
  .object({ selected_date: z.string().max(10).nullish() })
  .transform(({ selected_date }) => selected_date ?? null);
