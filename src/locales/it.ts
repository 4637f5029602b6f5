import type { Catalogue } from "./catalogue.ts";

export const catalogue = {
  common: {
    endDay: "{day} ({zone})",
    endTime: "{day}, ore {time} ({zone})",
    days: "{days, plural, one {# giorno} other {# giorni}}",
    hours: "{hours, plural, one {# ora} other {# ore}}",
    accessUntil: "Il Suo accesso scade il giorno {end}.",
    accessForDays:
      "Il Suo accesso dura {days, plural, one {# giorno} other {# giorni}} dal momento in cui accetta.",
    accessForHours:
      "Il Suo accesso dura {hours, plural, one {# ora} other {# ore}} dal momento in cui accetta.",
  },
  mail: {
    inviteSubject: "{inviter} La invita a unirsi a {organisation}",
    organisationSubject: "{organisation} La invita a partecipare",
    reminderSubject: "Promemoria: {inviter} La invita a unirsi a {organisation}",
    organisationReminderSubject: "Promemoria: {organisation} La invita a partecipare",
    invitation:
      "{count, plural, =0 {{who} La invita a unirsi a {organisation}.} one {{who} La invita a unirsi a {organisation} nel gruppo {groups}.} other {{who} La invita a unirsi a {organisation} nei gruppi {groups}.}}",
    organisationInvitation:
      "{count, plural, =0 {{organisation} La invita a partecipare.} one {{organisation} La invita a unirsi al gruppo {groups}.} other {{organisation} La invita a unirsi ai gruppi {groups}.}}",
    resent: "Questa e-mail sostituisce le precedenti: ora funziona solo il link qui sotto.",
    reminder: "Non ha ancora risposto e l’invito scade tra poco. Il link è lo stesso di prima.",
    writes: "{inviter} scrive:",
    view: "Vedi l’invito",
    viewLink: "Vedi l’invito:",
    copyLink: "Se il pulsante non funziona, copi questo indirizzo nel Suo browser:",
    expiry: "L’invito scade: {at} (tempo universale).",
    unexpected:
      "Se non si aspettava questa e-mail, la ignori: nessuno ottiene l’accesso finché l’invito non viene accettato.",
    genuine: "Se dubita che sia autentica, chieda a {who}.",
    genuineYourself: "Se dubita che sia autentica, chieda direttamente a {inviter}.",
    genuineOrganisation: "Se dubita che sia autentica, chieda a qualcuno che conosce presso {organisation}.",
    confirmSubject: "Da confermare: {person} ottiene {group} presso {organisation}",
    confirmLead: "Confermi che {person} ottiene il gruppo {group}.",
    confirmWhy:
      "{name} ha dato l’approvazione in Slack. Vale solo dopo la conferma sulla pagina aperta da questo link.",
    confirm: "Verifica e conferma",
    confirmLink: "Verifica e conferma:",
    confirmExpiry: "Il link funziona una sola volta, fino a: {at}.",
    confirmUnexpected:
      "Se non ha dato Lei l’approvazione, non confermi: qualcun altro potrebbe usare il Suo account Slack. Lo dica a un admin.",
  },
  details: {
    name: "Nome e cognome",
    title: "Ruolo",
    phone: "Telefono",
    phoneHint: "Con il prefisso internazionale: {example}",
    timeZone: "Fuso orario",
    timeZoneHint: "Date e orari sono mostrati in questo fuso.",
    language: "Lingua",
    nameMissing: "Inserisca nome e cognome.",
    tooLong:
      "Usi al massimo {most, plural, one {# carattere} other {# caratteri}}. Qui ce ne sono {length, plural, other {#}}.",
    phoneCountry: "Inizi il numero di telefono con + e il prefisso internazionale.",
    phoneExtension: "Ometta l’interno del numero di telefono.",
    phoneIncomplete: "Questo numero di telefono non è completo. Lo controlli o lasci vuoto il campo.",
    timeZoneUnknown: "Scelga un fuso orario dall’elenco.",
    languageUnknown: "Scelga una lingua dall’elenco.",
  },
  slack: {
    detailsSaved: "I Suoi dati sono stati salvati.",
  },
} satisfies Catalogue;
