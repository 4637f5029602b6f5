import * as z from "zod";
import { ids } from "../kit/ids.ts";
import { inviteRef, inviteRefSchema } from "../kit/invite-ref.ts";
import { LONGEST_METADATA, readValues, stateCodec } from "../kit/state-codec.ts";
import { listBelow } from "./pending-state.ts";

/** The `private_metadata` of the form that selects several invites. */
export const selectState = stateCodec(
  listBelow.extend({
    /** Counts how often all boxes were ticked or cleared at once: then they need new ids. */
    form: z.int().default(0),
  }),
  LONGEST_METADATA,
);
export type SelectState = ReturnType<typeof selectState.decode>;

const what = z.enum(["resend", "cancel"]);
export type What = z.output<typeof what>;

/** What a review is about; kept as a draft whose id is the view's `private_metadata`. */
export const severalDraft = listBelow.extend({ what, invites: z.array(inviteRefSchema) });
export type SeveralDraft = z.output<typeof severalDraft>;

/** Names the block of the boxes from this index on. */
export const boxesFrom = (index: number, { form }: SelectState): string =>
  `${ids.pending.selected}:${form}:${index}`;

const boxes = z.object({ selected_options: z.array(z.object({ value: z.string() })).default([]) });
const chosen = z.object({ selected_option: z.object({ value: what }).nullish() });
const values = z.record(z.string(), z.record(z.string(), z.unknown()));

/**
 * Reads the selected invites and what to do with them. If only expired ones are listed, there is no choice of action.
 */
export function readSelection(given: unknown): { what: What; invites: SeveralDraft["invites"] } {
  const blocks = Object.values(readValues(values, given));
  const invites = blocks.flatMap(({ [ids.pending.selected]: block }) =>
    block === undefined
      ? []
      : readValues(boxes, block).selected_options.map(({ value }) => inviteRef.decode(value)),
  );
  const [choice] = blocks.flatMap(({ [ids.pending.what]: block }) => (block === undefined ? [] : [block]));
  const option = choice === undefined ? undefined : readValues(chosen, choice).selected_option;
  return { what: option?.value ?? "resend", invites };
}
