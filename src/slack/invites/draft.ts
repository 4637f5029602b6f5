import { z } from "zod";
import { expiryChoices } from "../../services/invites/policy.ts";
import { chosenGroups } from "../kit/groups-input.ts";
import { ids } from "../kit/ids.ts";
import { LONGEST_METADATA, stateCodec } from "../kit/state-codec.ts";

/** Slack's limit on a text field. */
export const LONGEST_EMAILS = 3000;
/** So many can be invited at a time. */
export const MOST_ADDRESSES = 100;

const mentioned = z.record(z.string(), z.string());
/** The form's `private_metadata`: who was mentioned. */
export const mentionedState = stateCodec(mentioned, LONGEST_METADATA);

const expiryDays = z.coerce.number().refine((days) => expiryChoices.includes(days));

/** What stands in the form: as it is opened, as it is submitted, and as a review keeps it. */
export const inviteDraft = z.object({
  emails: z.string(),
  groupIds: z.array(z.string()),
  expiryDays,
  message: z.string().max(500),
  /** The Slack ids of those who were mentioned, by address. */
  mentioned,
});

export type InviteDraft = z.output<typeof inviteDraft>;

const submitted = z.object({
  [ids.invite.emails]: z.object({ [ids.invite.emails]: z.object({ value: z.string().nullish() }) }),
  [ids.invite.groups]: z.object({ [ids.invite.groups]: chosenGroups }),
  [ids.invite.expiry]: z.object({
    [ids.invite.expiry]: z.object({ selected_option: z.object({ value: expiryDays }) }),
  }),
  [ids.invite.message]: z.object({ [ids.invite.message]: z.object({ value: z.string().nullish() }) }),
});

/** Reads a submitted form. */
export function readForm(values: unknown, whoWasMentioned: InviteDraft["mentioned"]): InviteDraft {
  const { emails, groups, expiry, message } = ids.invite;
  const form = submitted.parse(values);
  return inviteDraft.parse({
    emails: form[emails][emails].value ?? "",
    groupIds: form[groups][groups],
    expiryDays: form[expiry][expiry].selected_option.value,
    message: (form[message][message].value ?? "").trim(),
    mentioned: whoWasMentioned,
  });
}
