import * as z from "zod";
import { languageCodes } from "../../locales/languages.ts";
import type { AccountActor } from "../../services/actor.ts";
import { expiryChoices } from "../../services/invites/policy.ts";
import { objectId } from "../../services/object-id.ts";
import { chosenDay } from "../kit/end-input.ts";
import { chosenGroups } from "../kit/groups-input.ts";
import { ids } from "../kit/ids.ts";
import { inviteRefSchema } from "../kit/invite-ref.ts";
import { chosenLanguage } from "../kit/language-input.ts";
import { pressedNotice } from "../kit/redraw.ts";
import { LONGEST_METADATA, readValues, stateCodec } from "../kit/state-codec.ts";
import { keepDraft, readDraft } from "../state/drafts.ts";

/** Slack's limit on a text field. */
export const LONGEST_EMAILS = 3000;
/** How many people can be invited at a time. */
export const MAX_ADDRESSES = 100;

/** The Slack ids of mentioned people, by address. */
const mentioned = z.record(z.string(), z.string());
/** The invite that the new ones replace, and the list below the form that shows it. */
const replaced = inviteRefSchema.extend({
  email: z.string(),
  expired: z.boolean(),
  /** For how long it was approved; kept unless an end is chosen. */
  hours: z.number().nullable().default(null),
  /** The view's id, and its `private_metadata`; null on a message and on Home. */
  list: z.object({ viewId: z.string(), state: z.string() }).nullable(),
  /** The message whose button led here. */
  notice: pressedNotice.nullable().default(null),
});
export type Replaced = z.output<typeof replaced>;

/** What the form remembers besides its fields. */
const beyondFields = z.object({
  mentioned,
  /** Addresses that did not fit, for the next form. */
  waiting: z.array(z.string()).default([]),
  replaces: replaced.nullable().default(null),
});
type BeyondFields = z.output<typeof beyondFields>;

/** The form's `private_metadata`: who was mentioned or, if there is more, the id of a draft that holds it. */
export const formState = stateCodec(
  z.union([z.strictObject({ kept: objectId }), mentioned]),
  LONGEST_METADATA,
);
export type FormState = ReturnType<typeof formState.decode>;

/** Keeps what the form remembers, if it is more than Slack takes for a view. */
export async function keepBeyondFields(
  actor: AccountActor,
  { mentioned, waiting, replaces }: BeyondFields,
): Promise<FormState> {
  const isMuch =
    replaces !== null || waiting.length > 0 || JSON.stringify(mentioned).length > LONGEST_METADATA;
  return isMuch ? { kept: await keepDraft(actor, { mentioned, waiting, replaces }) } : mentioned;
}

/**
 * Reads what the form remembers.
 *
 * @throws NotAdmin; NotFound once its hour is over
 */
export async function readBeyondFields(
  actor: AccountActor,
  { kept, ...few }: FormState,
): Promise<BeyondFields> {
  return kept
    ? beyondFields.parse(await readDraft(actor, kept))
    : { mentioned: few, waiting: [], replaces: null };
}

const expiryDays = z.coerce.number().refine((days) => expiryChoices.includes(days));

/** The fields of the form. */
const formFields = z.object({
  emails: z.string(),
  groupIds: z.array(z.string()),
  /** The last day of those groups; null for no end. */
  lastDay: z.string().max(10).nullable().default(null),
  expiryDays,
  message: z.string().max(500),
  /** The language of the invitees; null if none was chosen. */
  language: z.enum(languageCodes).nullable().default(null),
});
/** The same with what it remembers: as it is opened, as it is submitted, and as a review keeps it. */
export const inviteDraft = formFields.extend(beyondFields.shape);

export type InviteDraft = z.output<typeof inviteDraft>;
export type FormFields = z.output<typeof formFields> & Pick<InviteDraft, "replaces">;

const submittedEmails = z.object({
  [ids.invite.emails]: z.object({ [ids.invite.emails]: z.object({ value: z.string().nullish() }) }),
});
const submitted = submittedEmails.extend({
  [ids.invite.groups]: z.object({ [ids.invite.groups]: chosenGroups }),
  // A form drawn by an older version has no such field.
  [ids.invite.until]: z.object({ [ids.invite.until]: chosenDay }).optional(),
  [ids.invite.expiry]: z.object({
    [ids.invite.expiry]: z.object({ selected_option: z.object({ value: expiryDays }) }),
  }),
  [ids.invite.message]: z.object({ [ids.invite.message]: z.object({ value: z.string().nullish() }) }),
  [ids.invite.language]: z.object({ [ids.invite.language]: chosenLanguage }).optional(),
});

/** Reads only the addresses of a submitted form, as typed. */
export function readEmails(values: unknown): string {
  const { emails } = ids.invite;
  return readValues(submittedEmails, values)[emails][emails].value ?? "";
}

/** Reads the fields of a submitted form. */
export function readFields(values: unknown): z.output<typeof formFields> {
  const { emails, groups, until, expiry, message, language } = ids.invite;
  const form = readValues(submitted, values);
  return readValues(formFields, {
    emails: form[emails][emails].value ?? "",
    groupIds: form[groups][groups],
    lastDay: form[until]?.[until] ?? null,
    expiryDays: form[expiry][expiry].selected_option.value,
    message: (form[message][message].value ?? "").trim(),
    language: form[language]?.[language] ?? null,
  });
}
