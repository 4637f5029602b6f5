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
    genuine: "Falls Sie nicht sicher sind, ob diese E-Mail echt ist, fragen Sie bei {who} nach.",
    genuineYourself:
      "Falls Sie nicht sicher sind, ob diese E-Mail echt ist, fragen Sie bei {inviter} persönlich nach.",
    genuineOrganisation:
      "Falls Sie nicht sicher sind, ob diese E-Mail echt ist, fragen Sie jemanden bei {organisation}, den Sie kennen.",
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
  pages: {
    notRegisteredTitle: "Noch nicht registriert: {heading}",
    notExpecting:
      "Nicht erwartet? Schließen Sie die Seite, dann geschieht nichts, oder fragen Sie bei {inviter} nach.",
    invitationFor: "Diese Einladung gilt für {email}. Sie läuft {left} ab, am {at}.",
    groupsToJoin: "{count, plural, one {Ihre künftige Gruppe} other {Ihre künftigen Gruppen}}",
    yourDetails: "Ihre Angaben",
    optional: "(freiwillig)",
    notRegistered: "Sie sind noch nicht registriert",
    accept: "Annehmen und registrieren",
    noThanks: "Nein, danke",
    everything: "Alles: alle Dienste, Projekte und Regionen.",
    noAccess: "Gibt für sich allein keinen Zugang.",
    services: "Dienste",
    projects: "Projekte",
    regions: "Regionen",
    actions: "Aktionen",
    all: "Alle",
    more: "{count, plural, other {# weitere}}",
    registered: "Sie sind dabei",
    welcome:
      "{count, plural, =0 {Willkommen bei {organisation}. {inviter} weiß Bescheid.} one {Willkommen bei {organisation}. Ab jetzt können Sie alles nutzen, was Ihre Gruppe Ihnen gibt. {inviter} weiß Bescheid.} other {Willkommen bei {organisation}. Ab jetzt können Sie alles nutzen, was Ihre Gruppen Ihnen geben. {inviter} weiß Bescheid.}}",
    whatsNext: "Wie es weitergeht",
    nothingToDo:
      "Alles erledigt, Sie können diese Seite schließen. {inviter} kann Ihnen sagen, wo Sie anfangen.",
    yourGroups: "{count, plural, one {Ihre Gruppe} other {Ihre Gruppen}}",
    continueTo: "Weiter zu {organisation}",
    openSlack: "Slack öffnen",
    alreadyRegistered: "Sie sind schon registriert",
    registeredByDirectory:
      "Das Verzeichnis Ihrer Organisation hat {email} registriert: {at}. Sie müssen nichts tun.",
    registeredBefore:
      "{email} wurde schon mit einer anderen Einladung registriert. Es wurde nichts geändert. Falls Sie das nicht waren, sagen Sie es {inviter}.",
    alreadyUsed: "Diese Einladung wurde schon benutzt",
    usedBy: "Am {at} hat sich jemand damit als {email} registriert.",
    usedByYou: "Falls Sie das waren, sind Sie dabei. Falls nicht, sagen Sie es {inviter}.",
    cancelled: "Diese Einladung wurde zurückgezogen",
    cancelledAt: "Das war am {at}. Sie müssen nichts tun.",
    cancelledByMistake: "Falls Sie das für ein Versehen halten, fragen Sie bei {inviter} nach.",
    expired: "Diese Einladung ist am {at} abgelaufen",
    hasBeenAsked: "{inviter} wurde gefragt. Morgen können Sie wieder fragen.",
    newOneComes: "Falls Sie eine neue bekommen, kommt sie per E-Mail an {email}.",
    canSendNew: "{inviter} kann Ihnen eine neue an {email} schicken.",
    askForNew: "Um eine neue bitten",
    replaced: "Eine neuere E-Mail hat diesen Link ersetzt",
    useSent: "Nehmen Sie die E-Mail, die am {at} an {email} ging.",
    onItsWay: "Sie ist unterwegs an {email}. Nehmen Sie den Link darin.",
    checkSpam: "Nichts angekommen? Sehen Sie auch im Spam-Ordner nach.",
    declineQuestion: "Diese Einladung ablehnen?",
    declineMeans:
      "{inviter} erfährt, dass Sie die Einladung zu {organisation} abgelehnt haben, und dieser Link funktioniert nicht mehr.",
    decline: "Einladung ablehnen",
    goBack: "Zurück",
    declinedNow: "Sie haben die Einladung abgelehnt",
    declined: "Diese Einladung wurde abgelehnt",
    declinedTold: "{inviter} weiß Bescheid. Sie erhalten keine weiteren E-Mails zu dieser Einladung.",
    declinedAt: "Das war am {at}, und {inviter} hat davon erfahren.",
    changedMind: "Doch anders überlegt? Bitten Sie {inviter} um eine neue Einladung.",
    declinedNotYou:
      "Falls Sie das nicht waren oder es sich anders überlegt haben, bitten Sie {inviter} um eine neue Einladung.",
    confirmHeading: "Bestätigen Sie Ihre Genehmigung",
    approvedInSlack:
      "{name} hat dies am {at} in Slack genehmigt. Es zählt, sobald Sie es hier bestätigen, spätestens am {expires}.",
    who: "Wer",
    gets: "Erhält",
    forTime: "Dauer",
    why: "Grund",
    noEnd: "unbefristet",
    until: "bis {end}",
    atTheLatest: "{time}, längstens bis {end}",
    confirmButton: "Genehmigung bestätigen",
    confirmNotYou:
      "Falls Sie dies nicht genehmigt haben, schließen Sie diese Seite: Vielleicht benutzt jemand anderes Ihr Slack-Konto. Sagen Sie es einem Admin.",
    youApproved: "Genehmigt",
    waitsForMore: "{person} wartet noch auf eine weitere Genehmigung für {group}.",
    getsGroup: "{person} erhält {group}.",
    getsGroupUntil: "{person} erhält {group}, bis {end}.",
    wasToGet: "{person} sollte {group} erhalten.",
    canClose: "Sie können diese Seite schließen.",
    linkUsed: "Dieser Link wurde schon benutzt",
    confirmedAt:
      "Die Genehmigung wurde am {at} bestätigt. Falls Sie das nicht waren, sagen Sie es einem Admin.",
    linkExpired: "Dieser Link ist abgelaufen",
    linkExpiredAt:
      "Das war am {at}. Es wurde nichts genehmigt. Genehmigen Sie es in Slack erneut, um einen neuen zu erhalten.",
    nothingToApprove: "Hier gibt es nichts mehr zu genehmigen",
    approvedBy: "{by} hat den Antrag, {person} in {group} aufzunehmen, am {at} genehmigt.",
    deniedBy: "{by} hat den Antrag, {person} in {group} aufzunehmen, am {at} abgelehnt.",
    withdrawnBy: "{by} hat den Antrag, {person} in {group} aufzunehmen, am {at} zurückgezogen.",
    lapsed:
      "Niemand hat den Antrag, {person} in {group} aufzunehmen, rechtzeitig beantwortet. Er ist am {at} verfallen.",
    answeredByYou:
      "Sie haben den Antrag, {person} in {group} aufzunehmen, schon genehmigt. Es fehlt noch jemand anderes.",
    cannotApprove: "Sie können dies nicht mehr genehmigen",
    cannotApproveMore:
      "Es wurde nichts genehmigt. Jemand anderes, der entscheidet, kann in Slack antworten. Falls Sie das überrascht, fragen Sie einen Admin.",
    cannotNow:
      "Es wurde nichts genehmigt: Das geht gerade nicht. Beantworten Sie den Antrag in Slack, dort steht der Grund.",
    confirmUnsure:
      "Wir können nicht sagen, ob das geklappt hat. Drücken Sie die Schaltfläche noch einmal: Nichts geschieht doppelt. Falls es wieder vorkommt, nennen Sie einem Admin diese Kennung: {id}",
    acceptUnsure:
      "Wir können nicht sagen, ob das geklappt hat: Unsere Datenbank antwortet nicht mehr. Drücken Sie die Schaltfläche noch einmal. Nichts geschieht doppelt. Falls es wieder vorkommt, nennen Sie der Person, die Sie eingeladen hat, diese Kennung: {id}",
    notInTime:
      "Die Datenbank hat nicht rechtzeitig geantwortet, es wurde also nichts geändert. Versuchen Sie es in einer Minute erneut. Falls es wieder vorkommt, nennen Sie der Person, die Sie eingeladen hat, diese Kennung: {id}",
    foreignForm:
      "Das kam nicht von dieser Seite, es wurde also nichts geändert. Drücken Sie die Schaltfläche noch einmal.",
    brokenLink: "Dieser Link funktioniert nicht",
    brokenLinkMore:
      "Vielleicht fehlt ein Teil davon. Öffnen Sie den Link in Ihrer E-Mail noch einmal, oder kopieren Sie ihn ganz in die Adresszeile. Falls er dann immer noch nicht funktioniert, bitten Sie die Person, die Sie eingeladen hat, um einen neuen.",
    notFound: "Seite nicht gefunden",
    notFoundMore: "Falls Sie eingeladen wurden, öffnen Sie den Link in Ihrer E-Mail.",
    tooMany: "Einen Moment, bitte",
    tooManyMore:
      "Aus Ihrem Netzwerk kamen zu viele Anfragen. Warten Sie eine Minute, und laden Sie diese Seite dann neu. Es ging nichts verloren.",
    tooLong: "Das ist zu lang",
    tooLongMore:
      "Es wurde nichts geändert. Gehen Sie zurück, kürzen Sie Ihre Eingabe, und versuchen Sie es erneut.",
    unreadable: "Das konnten wir nicht lesen",
    unreadableMore:
      "Es wurde nichts geändert. Öffnen Sie den Link in Ihrer E-Mail, und versuchen Sie es erneut.",
    tryAgain: "Bitte versuchen Sie es in einer Minute erneut",
    tryAgainMore:
      "Unsere Datenbank hat nicht rechtzeitig geantwortet. Nichts geschieht doppelt, wenn Sie es erneut versuchen.",
    fault: "Etwas ist schiefgegangen",
    faultMore: "Das liegt an uns, nicht an Ihnen. Versuchen Sie es in einer Minute erneut.",
    tellId: "Falls es wieder vorkommt, nennen Sie der Person, die Sie eingeladen hat, diese Kennung: {id}",
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
