/** Callback, action and block ids. Values of buttons on an invite: JSON, see `seen-invite.ts`. */
export const ids = {
  command: "/iam",
  shortcut: {
    invite: "invite_people",
    inviteFromMessage: "invite_from_message",
  },
  invite: {
    open: "invite.open",
    form: "invite.form",
    emails: "invite.emails",
    groups: "invite.groups",
    expiry: "invite.expiry",
    message: "invite.message",
    /** What an admin confirms before more than 10 invites. */
    review: "invite.review",
    change: "invite.change",
    result: "invite.result",
    resultPage: "invite.result_page",
    undoAll: "invite.undo_all",
    undo: "invite.undo",
    /** On a permanent bounce: cancels, and opens a new invite filled in. */
    correct: "invite.correct",
  },
  pending: {
    open: "pending.open",
    list: "pending.list",
    text: "pending.text",
    whose: "pending.whose",
    which: "pending.which",
    more: "pending.more",
    editGroups: "pending.edit_groups",
    resend: "pending.resend",
    cancel: "pending.cancel",
    previous: "pending.previous",
    next: "pending.next",
  },
  batch: {
    /** On an inviter's card. Value: `{"batchId": "…"}`. */
    showAll: "batch.show_all",
  },
  groups: {
    list: "groups.list",
    text: "groups.text",
    previous: "groups.previous",
    next: "groups.next",
    /** Value: the group's id. */
    open: "groups.open",
    page: "groups.page",
    members: "groups.members",
    access: "groups.access",
    membersPrevious: "groups.members_previous",
    membersNext: "groups.members_next",
    create: "groups.create",
    edit: "groups.edit",
    delete: "groups.delete",
    form: "groups.form",
    name: "groups.name",
    description: "groups.description",
    all: "groups.all",
    services: "groups.services",
    projects: "groups.projects",
    regions: "groups.regions",
    /** The question before a group goes. */
    deletion: "groups.deletion",
  },
  audit: {
    log: "audit.log",
    email: "audit.email",
    previous: "audit.previous",
    next: "audit.next",
  },
  user: {
    open: "user.open",
    profile: "user.profile",
    groups: "user.groups",
  },
} as const;
