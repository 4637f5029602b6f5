import type { Catalogue } from "./catalogue.ts";

export const catalogue = {
  common: {
    endDay: "{day} ({zone})",
    endTime: "{day}, {time} Uhr ({zone})",
    days: "{days, plural, one {# Tag} other {# Tage}}",
    hours: "{hours, plural, one {# Stunde} other {# Stunden}}",
    accessUntil: "Ihr Zugang gilt bis {end}.",
    accessForDays: "Ihr Zugang gilt {days, plural, one {# Tag} other {# Tage}} ab Ihrer Annahme.",
    accessForHours: "Ihr Zugang gilt {hours, plural, one {# Stunde} other {# Stunden}} ab Ihrer Annahme.",
  },
  mail: {
    inviteSubject: "{inviter} lädt Sie zu {organisation} ein",
    organisationSubject: "{organisation} lädt Sie ein",
    reminderSubject: "Erinnerung: {inviter} lädt Sie zu {organisation} ein",
    organisationReminderSubject: "Erinnerung: {organisation} lädt Sie ein",
    invitation:
      "{count, plural, =0 {{who} lädt Sie zu {organisation} ein.} one {{who} lädt Sie zu {organisation} ein, in die Gruppe {groups}.} other {{who} lädt Sie zu {organisation} ein, in die Gruppen {groups}.}}",
    organisationInvitation:
      "{count, plural, =0 {{organisation} lädt Sie ein.} one {{organisation} lädt Sie in die Gruppe {groups} ein.} other {{organisation} lädt Sie in die Gruppen {groups} ein.}}",
    resent: "Diese E-Mail ersetzt alle früheren: Nur der Link unten funktioniert noch.",
    reminder:
      "Sie haben noch nicht geantwortet, und die Einladung läuft bald ab. Der Link ist derselbe wie zuvor.",
    writes: "{inviter} schreibt:",
    view: "Einladung ansehen",
    viewLink: "Einladung ansehen:",
    copyLink: "Falls die Schaltfläche nicht funktioniert, kopieren Sie diese Adresse in Ihren Browser:",
    expiry: "Die Einladung läuft ab: {at} (Weltzeit).",
    unexpected:
      "Falls Sie diese E-Mail nicht erwartet haben, ignorieren Sie sie: Niemand erhält Zugang, solange die Einladung nicht angenommen wird.",
    genuine: "Falls Sie nicht sicher sind, ob sie echt ist, fragen Sie bei {who} nach.",
    genuineYourself:
      "Falls Sie nicht sicher sind, ob sie echt ist, fragen Sie bei {inviter} persönlich nach.",
    genuineOrganisation:
      "Falls Sie nicht sicher sind, ob sie echt ist, fragen Sie jemanden bei {organisation}, den Sie kennen.",
    confirmSubject: "Bitte bestätigen: {person} erhält {group} bei {organisation}",
    confirmLead: "Bestätigen Sie, dass {person} die Gruppe {group} erhält.",
    confirmWhy:
      "{name} hat dies in Slack genehmigt. Die Genehmigung zählt erst, wenn Sie sie auf der Seite bestätigen, die dieser Link öffnet.",
    confirm: "Prüfen und bestätigen",
    confirmLink: "Prüfen und bestätigen:",
    confirmExpiry: "Der Link funktioniert einmal, bis {at}.",
    confirmUnexpected:
      "Falls Sie dies nicht genehmigt haben, bestätigen Sie nicht: Vielleicht benutzt jemand anderes Ihr Slack-Konto. Sagen Sie es einem Admin.",
  },
  details: {
    name: "Vollständiger Name",
    title: "Position",
    phone: "Telefon",
    phoneHint: "Mit Ländervorwahl: {example}",
    timeZone: "Zeitzone",
    timeZoneHint: "Datum und Uhrzeit werden in dieser Zone angezeigt.",
    language: "Sprache",
    nameMissing: "Geben Sie Ihren vollständigen Namen ein.",
    tooLong:
      "Verwenden Sie höchstens {most, plural, other {# Zeichen}}. Das sind {length, plural, other {#}}.",
    phoneCountry: "Beginnen Sie die Telefonnummer mit + und der Ländervorwahl.",
    phoneExtension: "Lassen Sie die Durchwahl der Telefonnummer weg.",
    phoneIncomplete: "Das ist keine vollständige Telefonnummer. Prüfen Sie sie, oder lassen Sie sie weg.",
    timeZoneUnknown: "Wählen Sie eine Zeitzone aus der Liste.",
    languageUnknown: "Wählen Sie eine Sprache aus der Liste.",
  },
  slack: {
    detailsSaved: "Ihre Angaben sind gespeichert.",
  },
} satisfies Catalogue;
