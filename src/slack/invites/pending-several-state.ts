import { z } from "zod";
import { objectId } from "../../services/object-id.ts";
import { ids } from "../kit/ids.ts";
import { LONGEST_METADATA, stateCodec, textCodec } from "../kit/state-codec.ts";

/** The list below, as that remembers itself, and its id. */
const list = { list: z.string(), listId: z.string() };

/** The `private_metadata` of the choice of several invites. */
export const selectState = stateCodec(
  z.object({
    ...list,
    /** Counts how often the boxes were ticked or cleared together: then they need ids of their own. */
    form: z.int().default(0),
  }),
  LONGEST_METADATA,
);
export type SelectState = ReturnType<typeof selectState.decode>;

const seenInvite = z.object({ inviteId: objectId, generation: z.int().positive() });
const what = z.enum(["resend", "cancel"]);
export type What = z.output<typeof what>;

/** What a review is about; kept as a draft, whose id is the view's `private_metadata`. */
export const severalDraft = z.object({ ...list, what, invites: z.array(seenInvite) });
export type SeveralDraft = z.output<typeof severalDraft>;

/** An invite as a checkbox's value, of which Slack takes 75 characters: `65… 1`. */
export const boxValue = textCodec(
  z.codec(z.string(), seenInvite, {
    decode: (value) => {
      const [inviteId = "", generation] = value.split(" ");
      return { inviteId, generation: Number(generation) };
    },
    encode: ({ inviteId, generation }) => `${inviteId} ${generation}`,
  }),
);

/** Names the block of the boxes from this one on. */
export const boxesFrom = (index: number, { form }: SelectState): string =>
  `${ids.pending.selected}:${form}:${index}`;

const boxes = z.object({ selected_options: z.array(z.object({ value: z.string() })).default([]) });
const chosen = z.object({ selected_option: z.object({ value: what }).nullish() });
const values = z.record(z.string(), z.record(z.string(), z.unknown()));

/** Reads what was chosen: which invites, and what is to be done to them. Only expired ones leave no choice of that. */
export function readSelection(given: unknown): { what: What; invites: SeveralDraft["invites"] } {
  const blocks = Object.values(values.parse(given));
  const invites = blocks.flatMap(({ [ids.pending.selected]: block }) =>
    block === undefined ? [] : boxes.parse(block).selected_options.map(({ value }) => boxValue.decode(value)),
  );
  const [choice] = blocks.flatMap(({ [ids.pending.what]: block }) => (block === undefined ? [] : [block]));
  const option = choice === undefined ? undefined : chosen.parse(choice).selected_option;
  return { what: option?.value ?? "resend", invites };
}
