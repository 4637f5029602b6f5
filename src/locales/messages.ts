/** The arguments of a message without any. */
type Nothing = Record<never, never>;

/**
 * Every message, with its arguments: a `string` is text from people or already in the reader's language, a `number` is
 * a count for plurals, and a union of words is a choice.
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
    /** `count` is the number of groups. */
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
  /** What invitees and approvers read on the web. `at` and the like are moments. */
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
    brokenConfirmationMore: Nothing;
    notFound: Nothing;
    notFoundMore: Nothing;
    tooMany: Nothing;
    tooManyMore: Nothing;
    overloadedMore: Nothing;
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
  /** What people say about themselves: the registration form, and *Edit My Details*. */
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
  /** Common to all Slack screens of people who aren't admins, and what can go wrong there. */
  slack: {
    detailsSaved: Nothing;
    close: Nothing;
    /** The heading of a notice that something was saved. */
    saved: Nothing;
    /** The heading of a notice that something was refused. */
    notDone: Nothing;
    /** In a menu with no choice yet. */
    choose: Nothing;
    previous: Nothing;
    next: Nothing;
    /** A screen reader's text for a button: what it does, and to what. */
    labelled: { button: string; about: string };
    oneMoment: Nothing;
    stillWorking: Nothing;
    onlyAdmins: Nothing;
    notLinked: Nothing;
    /** `people` are listed as *Mia Chen or Jonas Weber*. */
    ask: { people: string };
    askOperator: Nothing;
    askByCommand: Nothing;
    /** An owner of iam-bot, among names. */
    anOwner: Nothing;
    detailsOnHome: Nothing;
    nobodyYet: { slackId: string };
    formerAdmin: Nothing;
    /** Replaces a request's card in the messages of its asker's previous account. */
    formerAsker: Nothing;
    windowClosed: Nothing;
    outdated: Nothing;
    slackSlow: Nothing;
    databaseAway: Nothing;
    databaseSlow: Nothing;
    unsure: Nothing;
    failed: { id: string };
    requestGone: Nothing;
    formExpired: Nothing;
    gone: Nothing;
  };
  /** What a group gives, on one line. */
  access: {
    everything: Nothing;
    nothing: Nothing;
    allServices: Nothing;
    allProjects: Nothing;
    allRegions: Nothing;
    projects: { names: string };
    regions: { names: string };
    none: {
      kinds:
        | "services"
        | "projects"
        | "regions"
        | "services_projects"
        | "services_regions"
        | "projects_regions";
    };
    actions: { names: string };
    noActions: Nothing;
  };
  /** The Home tab of people who aren't admins, and *Edit My Details*. */
  home: {
    heading: { organisation: string };
    name: Nothing;
    email: Nothing;
    notGiven: Nothing;
    edit: Nothing;
    editTitle: Nothing;
    save: Nothing;
    timeZoneSearch: Nothing;
    suspended: Nothing;
    groups: Nothing;
    noGroups: Nothing;
    moreGroups: { count: number };
    until: { end: string };
    ended: { group: string; end: string };
    paused: {
      reason: "guest" | "bot" | "deactivated" | "other_organisation" | "email_changed" | "reactivated";
    };
    notRegistered: Nothing;
    toChange: { people: string };
    toGetIn: { people: string };
    updated: { at: string };
    refresh: Nothing;
    waiting: { count: number };
    /** If more are waiting than are counted. */
    waitingMany: { count: string };
    openAgain: Nothing;
  };
  /** Asking for a group, the list of requests, and the results of answering. */
  requests: {
    title: Nothing;
    openForm: Nothing;
    send: Nothing;
    group: Nothing;
    time: Nothing;
    timeHint: Nothing;
    reason: Nothing;
    readByDeciders: { most: string };
    readBy: { name: string; most: string };
    readByWorkflow: { most: string };
    emergency: Nothing;
    /** At most 75 characters. */
    emergencyOption: Nothing;
    asked: { groups: string };
    has: { groups: string };
    noneOpen: Nothing;
    nothingMore: Nothing;
    noEnd: Nothing;
    /** On its own. */
    noEndOption: Nothing;
    /** Within a line of facts. */
    until: { end: string };
    atOnceUpTo: { time: string };
    emergencyUpTo: { time: string };
    upTo: { time: string };
    sentTitle: Nothing;
    sent: { group: string };
    gotTitle: Nothing;
    got: { group: string };
    list: Nothing;
    show: Nothing;
    waitingForMe: Nothing;
    askedByMe: Nothing;
    noneWaiting: Nothing;
    noneAsked: Nothing;
    request: Nothing;
    view: Nothing;
    viewRequest: Nothing;
    approve: Nothing;
    approveLess: Nothing;
    approveLessTitle: Nothing;
    deny: Nothing;
    denyOpen: Nothing;
    denyTitle: Nothing;
    whyNot: Nothing;
    ask: Nothing;
    askOpen: Nothing;
    askTitle: Nothing;
    question: Nothing;
    reply: Nothing;
    remind: Nothing;
    withdraw: Nothing;
    youWithdrew: { group: string };
    youApproved: { person: string; group: string };
    youDenied: { person: string; group: string };
    waitsForAnother: { person: string };
    confirmFirst: { email: string };
    reminded: Nothing;
    wasAsked: { name: string };
    replySent: Nothing;
    /** The state of a request, at the end of a line of facts. */
    pending: Nothing;
    approvedBy: { by: string };
    deniedBy: { by: string };
    withdrawn: Nothing;
    lapsed: Nothing;
    askedBy: { name: string };
    askedByWorkflow: Nothing;
  };
  /** A request as its card shows it; `what` is a group, or a group for someone. */
  cards: {
    groupFor: { group: string; person: string };
    youAsked: { what: string };
    asks: { name: string; what: string };
    workflowAsks: { what: string };
    youTook: { what: string };
    took: { name: string; what: string };
    youGot: { what: string };
    got: { name: string; what: string };
    gives: { access: string };
    groupDeleted: Nothing;
    time: { time: string };
    timeCapped: { time: string; most: string };
    why: { reason: string };
    has: { groups: string };
    hasNone: Nothing;
    byInvite: Nothing;
    notRegistered: Nothing;
    confirmByMail: Nothing;
    earlier: { count: number };
    question: { name: string; question: string };
    reply: { reply: string };
    noReply: Nothing;
    waits: Nothing;
    waitsForTwo: Nothing;
    waitsForOneMore: { names: string };
    emergency: Nothing;
    atOnce: Nothing;
    approvedBy: { names: string };
    deniedBy: { by: string };
    withdrawnBy: { by: string };
    /** Together with the invite that would have given it. */
    withdrawnCancelled: { by: string };
    withdrawnDeclined: Nothing;
    lapsed: Nothing;
    stateAt: { state: string; at: string };
    whyNot: { reason: string };
    inInvite: Nothing;
    invited: Nothing;
    until: { end: string };
    seenBy: { by: string };
    takenAwayBy: { by: string };
    takenAwayNews: { by: string; what: string };
    /** They keep a membership from before the emergency, or from since. */
    takenAwayInPartBy: { by: string };
    takenAwayInPartNews: { by: string; what: string };
    /** What the asker is told when it is settled. */
    approvedNews: { names: string; what: string };
    deniedNews: { by: string; what: string };
    withdrawnNews: { by: string; what: string };
    cancelledNews: { what: string; by: string };
    declinedNews: { what: string };
    lapsedNews: { what: string };
    pendingNews: { what: string };
    /** Next to what was given. */
    timeAsked: { time: string };
    youWithdrew: Nothing;
    askedNews: { name: string; what: string; question: string };
    repliedNews: { name: string; what: string; reply: string };
    waitingNews: { name: string; what: string; at: string };
    workflowWaits: { what: string; at: string };
    grantedNews: { name: string; what: string };
    nobodyNews: { what: string };
  };
  /** A membership that ends, or has ended. */
  membership: {
    leaves: { group: string; hours: number };
    ends: { end: string };
    gives: { access: string };
    extend: Nothing;
    over: { group: string };
    gave: { access: string };
    askAdmin: Nothing;
    removedBy: { by: string; group: string };
    removed: { group: string };
  };
  /** Why a request, or an answer to one, is refused. */
  refusals: {
    groupGone: Nothing;
    hoursMost: { group: string; time: string };
    oneHour: Nothing;
    notOpen: { group: string };
    inForGood: { group: string };
    askedAlready: Nothing;
    askedForYou: { name: string };
    askedForYouByWorkflow: Nothing;
    manyOpen: { most: string };
    manyToday: { most: string };
    deniedToday: Nothing;
    noAddress: Nothing;
    domain: { domain: string };
    reason: { most: string };
    whyNot: { most: string };
    question: { most: string };
    reply: { most: string };
    noQuestion: Nothing;
    manyQuestions: { most: string };
    remindedLately: Nothing;
    noEmergency: { group: string };
    onlyEmergency: { group: string };
    emergencyMost: { group: string; time: string };
    atMostAsked: Nothing;
    manyMails: { most: string };
    suspended: { person: string };
    pendingInvite: { person: string };
    otherAccount: { person: string };
    domainOfPerson: { person: string };
    manyMailsToPerson: { person: string };
    yourLimit: { person: string };
    totalLimit: { person: string };
    inviteExpired: { email: string };
    inviteSettled: { email: string; status: "accepted" | "declined" | "cancelled" };
    sameTime: Nothing;
    otherTime: { email: string };
    ownRequest: Nothing;
    confirmation: { group: string };
    /** Someone was first: `at` is when. */
    settled: {
      status: "approved" | "denied" | "withdrawn" | "lapsed" | "answered";
      by: string;
      person: string;
      group: string;
      at: string;
    };
    managed: { groups: string };
    groupDeleted: { by: string; group: string; at: string };
    lastAdmin: { name: string };
  };
}
