import type { Catalogue } from "./catalogue.ts";

export const catalogue = {
  common: {
    endDay: "{day} ({zone})",
    endTime: "{day}, {time} ({zone})",
    days: "{days, plural, one {# day} other {# days}}",
    hours: "{hours, plural, one {# hour} other {# hours}}",
    accessUntil: "Your access lasts until {end}.",
    accessForDays: "Your access lasts {days, plural, one {# day} other {# days}} from when you accept.",
    accessForHours: "Your access lasts {hours, plural, one {# hour} other {# hours}} from when you accept.",
  },
  mail: {
    inviteSubject: "{inviter} invites you to join {organisation}",
    organisationSubject: "{organisation} invites you to join",
    reminderSubject: "Reminder: {inviter} invites you to join {organisation}",
    organisationReminderSubject: "Reminder: {organisation} invites you to join",
    invitation:
      "{count, plural, =0 {{who} invites you to join {organisation}.} one {{who} invites you to join {organisation} in the group {groups}.} other {{who} invites you to join {organisation} in the groups {groups}.}}",
    organisationInvitation:
      "{count, plural, =0 {{organisation} invites you to join.} one {{organisation} invites you to join the group {groups}.} other {{organisation} invites you to join the groups {groups}.}}",
    resent: "This email replaces any earlier one: only the link below works now.",
    reminder: "You have not answered yet, and the invitation expires soon. The link is the same as before.",
    writes: "{inviter} writes:",
    view: "View invitation",
    viewLink: "View invitation:",
    copyLink: "If the button does not work, copy this address into your browser:",
    expiry: "The invitation expires on {at} (universal time).",
    unexpected:
      "If you did not expect this, ignore this email: nobody gets access unless the invitation is accepted.",
    genuine: "If you are not sure that it is genuine, ask {who}.",
    genuineYourself: "If you are not sure that it is genuine, ask {inviter} yourself.",
    genuineOrganisation: "If you are not sure that it is genuine, ask whoever you know at {organisation}.",
    confirmSubject: "Confirm: {person} gets {group} at {organisation}",
    confirmLead: "Confirm that {person} gets the group {group}.",
    confirmWhy:
      "{name} approved this in Slack. It counts once you confirm it on the page that this link opens.",
    confirm: "Review and confirm",
    confirmLink: "Review and confirm:",
    confirmExpiry: "The link works once, until {at}.",
    confirmUnexpected:
      "If you did not approve this, do not confirm: somebody else may be using your Slack account. Tell an admin.",
  },
  details: {
    name: "Full name",
    title: "Job title",
    phone: "Phone",
    phoneHint: "With country code: {example}",
    timeZone: "Time zone",
    timeZoneHint: "Dates and times are shown in this zone.",
    language: "Language",
    nameMissing: "Enter your full name.",
    tooLong:
      "Use at most {most, plural, one {# character} other {# characters}}. This has {length, plural, other {#}}.",
    phoneCountry: "Begin the phone number with + and its country code.",
    phoneExtension: "Leave out the extension of the phone number.",
    phoneIncomplete: "This is not a complete phone number. Check it, or leave it out.",
    timeZoneUnknown: "Choose a time zone from the list.",
    languageUnknown: "Choose a language from the list.",
  },
  slack: {
    detailsSaved: "Your details are saved.",
  },
} satisfies Catalogue;
