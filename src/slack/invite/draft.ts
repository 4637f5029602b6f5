import { z } from "zod";
import { expiryChoices } from "../../services/policy.ts";
import { ids } from "../ids.ts";

/** What stands in the form: as it is opened, and as somebody has it when they press Send. */
export interface InviteDraft {
  emails: string;
  groupIds: readonly string[];
  expiryDays: number;
  message: string;
}

const chosen = z.object({ value: z.string() });
const submitted = z.object({
  [ids.invite.emails]: z.object({ [ids.invite.emails]: z.object({ value: z.string().nullish() }) }),
  [ids.invite.groups]: z.object({ [ids.invite.groups]: z.object({ selected_options: z.array(chosen) }) }),
  [ids.invite.expiry]: z.object({
    [ids.invite.expiry]: z.object({
      selected_option: z.object({
        value: z.coerce.number().refine((days) => expiryChoices.includes(days)),
      }),
    }),
  }),
  [ids.invite.message]: z.object({
    [ids.invite.message]: z.object({ value: z.string().max(500).nullish() }),
  }),
});

/** Reads a submitted form. */
export function readDraft(values: unknown): InviteDraft {
  const { emails, groups, expiry, message } = ids.invite;
  const form = submitted.parse(values);
  return {
    emails: form[emails][emails].value ?? "",
    groupIds: form[groups][groups].selected_options.map(({ value }) => value),
    expiryDays: form[expiry][expiry].selected_option.value,
    message: (form[message][message].value ?? "").trim(),
  };
}
