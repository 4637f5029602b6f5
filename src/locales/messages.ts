/** What a message without arguments has. */
type Nothing = Record<never, never>;

/**
 * Every message, with its arguments: a `string` is text from people or already in the reader's language, a `number` is a count
 * that plurals choose by, and a union of words is a choice.
 */
export interface Messages {
  common: {
    /** When something ends, by day, or by day and time. */
    endDay: { day: string; zone: string };
    endTime: { day: string; time: string; zone: string };
    days: { days: number };
    hours: { hours: number };
    accessUntil: { end: string };
    accessForDays: { days: number };
    accessForHours: { hours: number };
  };
  mail: {
    inviteSubject: { inviter: string; organisation: string };
    organisationSubject: { organisation: string };
    reminderSubject: { inviter: string; organisation: string };
    organisationReminderSubject: { organisation: string };
    /** `count` is how many groups. */
    invitation: { who: string; organisation: string; count: number; groups: string };
    organisationInvitation: { organisation: string; count: number; groups: string };
    resent: Nothing;
    reminder: Nothing;
    writes: { inviter: string };
    view: Nothing;
    /** The same, above the link in the text part. */
    viewLink: Nothing;
    copyLink: Nothing;
    expiry: { at: string };
    unexpected: Nothing;
    genuine: { who: string };
    genuineYourself: { inviter: string };
    genuineOrganisation: { organisation: string };
    confirmSubject: { person: string; group: string; organisation: string };
    confirmLead: { person: string; group: string };
    confirmWhy: { name: string };
    confirm: Nothing;
    confirmLink: Nothing;
    confirmExpiry: { at: string };
    confirmUnexpected: Nothing;
  };
  /** What people say of themselves: the registration form, and *Edit My Details*. */
  details: {
    name: Nothing;
    title: Nothing;
    phone: Nothing;
    phoneHint: { example: string };
    timeZone: Nothing;
    timeZoneHint: Nothing;
    language: Nothing;
    nameMissing: Nothing;
    tooLong: { most: number; length: number };
    phoneCountry: Nothing;
    phoneExtension: Nothing;
    phoneIncomplete: Nothing;
    timeZoneUnknown: Nothing;
    languageUnknown: Nothing;
  };
  slack: {
    detailsSaved: Nothing;
  };
}
