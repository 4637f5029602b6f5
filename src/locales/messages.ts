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
  /** What an invitee reads on the web, and whoever confirms an approval. `at` and the like are moments. */
  pages: {
    notRegisteredTitle: { heading: string };
    notExpecting: { inviter: string };
    invitationFor: { email: string; left: string; at: string };
    groupsToJoin: { count: number };
    yourDetails: Nothing;
    optional: Nothing;
    notRegistered: Nothing;
    accept: Nothing;
    noThanks: Nothing;
    everything: Nothing;
    noAccess: Nothing;
    services: Nothing;
    projects: Nothing;
    regions: Nothing;
    actions: Nothing;
    all: Nothing;
    more: { count: number };
    registered: Nothing;
    welcome: { organisation: string; count: number; inviter: string };
    whatsNext: Nothing;
    nothingToDo: { inviter: string };
    yourGroups: { count: number };
    continueTo: { organisation: string };
    openSlack: Nothing;
    alreadyRegistered: Nothing;
    registeredByDirectory: { email: string; at: string };
    registeredBefore: { email: string; inviter: string };
    alreadyUsed: Nothing;
    usedBy: { email: string; at: string };
    usedByYou: { inviter: string };
    cancelled: Nothing;
    cancelledAt: { at: string };
    cancelledByMistake: { inviter: string };
    expired: { at: string };
    hasBeenAsked: { inviter: string };
    newOneComes: { email: string };
    canSendNew: { inviter: string; email: string };
    askForNew: Nothing;
    replaced: Nothing;
    useSent: { at: string; email: string };
    onItsWay: { email: string };
    checkSpam: Nothing;
    declineQuestion: Nothing;
    declineMeans: { inviter: string; organisation: string };
    decline: Nothing;
    goBack: Nothing;
    declinedNow: Nothing;
    declined: Nothing;
    declinedTold: { inviter: string };
    declinedAt: { at: string; inviter: string };
    changedMind: { inviter: string };
    declinedNotYou: { inviter: string };
    confirmHeading: Nothing;
    approvedInSlack: { name: string; at: string; expires: string };
    who: Nothing;
    gets: Nothing;
    forTime: Nothing;
    why: Nothing;
    noEnd: Nothing;
    until: { end: string };
    atTheLatest: { time: string; end: string };
    confirmButton: Nothing;
    confirmNotYou: Nothing;
    youApproved: Nothing;
    waitsForMore: { person: string; group: string };
    getsGroup: { person: string; group: string };
    getsGroupUntil: { person: string; group: string; end: string };
    wasToGet: { person: string; group: string };
    canClose: Nothing;
    linkUsed: Nothing;
    confirmedAt: { at: string };
    linkExpired: Nothing;
    linkExpiredAt: { at: string };
    nothingToApprove: Nothing;
    approvedBy: { by: string; person: string; group: string; at: string };
    deniedBy: { by: string; person: string; group: string; at: string };
    withdrawnBy: { by: string; person: string; group: string; at: string };
    lapsed: { person: string; group: string; at: string };
    answeredByYou: { person: string; group: string };
    cannotApprove: Nothing;
    cannotApproveMore: Nothing;
    cannotNow: Nothing;
    confirmUnsure: { id: string };
    acceptUnsure: { id: string };
    notInTime: { id: string };
    foreignForm: Nothing;
    brokenLink: Nothing;
    brokenLinkMore: Nothing;
    notFound: Nothing;
    notFoundMore: Nothing;
    tooMany: Nothing;
    tooManyMore: Nothing;
    tooLong: Nothing;
    tooLongMore: Nothing;
    unreadable: Nothing;
    unreadableMore: Nothing;
    tryAgain: Nothing;
    tryAgainMore: Nothing;
    fault: Nothing;
    faultMore: Nothing;
    tellId: { id: string };
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
