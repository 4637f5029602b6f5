import type { Catalogue } from "./catalogue.ts";

export const catalogue = {
  common: {
    endDay: "{day} ({zone})",
    endTime: "{day} à {time} ({zone})",
    days: "{days, plural, one {# jour} other {# jours}}",
    hours: "{hours, plural, one {# heure} other {# heures}}",
    accessUntil: "Votre accès est valable jusqu’au {end}.",
    accessForDays:
      "Votre accès est valable {days, plural, one {# jour} other {# jours}} à partir de votre acceptation.",
    accessForHours:
      "Votre accès est valable {hours, plural, one {# heure} other {# heures}} à partir de votre acceptation.",
  },
  mail: {
    inviteSubject: "{inviter} vous invite à rejoindre {organisation}",
    organisationSubject: "{organisation} vous invite",
    reminderSubject: "Rappel : {inviter} vous invite à rejoindre {organisation}",
    organisationReminderSubject: "Rappel : {organisation} vous invite",
    invitation:
      "{count, plural, =0 {{who} vous invite à rejoindre {organisation}.} one {{who} vous invite à rejoindre {organisation} dans le groupe {groups}.} other {{who} vous invite à rejoindre {organisation} dans les groupes {groups}.}}",
    organisationInvitation:
      "{count, plural, =0 {{organisation} vous invite.} one {{organisation} vous invite à rejoindre le groupe {groups}.} other {{organisation} vous invite à rejoindre les groupes {groups}.}}",
    resent: "Cet e-mail remplace les précédents : seul le lien ci-dessous fonctionne désormais.",
    reminder: "Vous n’avez pas encore répondu et l’invitation expire bientôt. Le lien est le même qu’avant.",
    writes: "{inviter} écrit :",
    view: "Voir l’invitation",
    viewLink: "Voir l’invitation :",
    copyLink: "Si le bouton ne fonctionne pas, copiez cette adresse dans votre navigateur :",
    expiry: "L’invitation expire le {at} (temps universel).",
    unexpected:
      "Si vous ne vous attendiez pas à cet e-mail, ignorez-le : personne n’obtient d’accès tant que l’invitation n’est pas acceptée.",
    genuine: "Si vous doutez de son authenticité, demandez à {who}.",
    genuineYourself: "Si vous doutez de son authenticité, demandez directement à {inviter}.",
    genuineOrganisation:
      "Si vous doutez de son authenticité, demandez à une personne que vous connaissez chez {organisation}.",
    confirmSubject: "À confirmer : {person} reçoit {group} chez {organisation}",
    confirmLead: "Confirmez que {person} reçoit le groupe {group}.",
    confirmWhy:
      "{name} a donné son accord dans Slack. Il ne compte qu’une fois confirmé sur la page que ce lien ouvre.",
    confirm: "Vérifier et confirmer",
    confirmLink: "Vérifier et confirmer :",
    confirmExpiry: "Le lien fonctionne une seule fois, jusqu’au {at}.",
    confirmUnexpected:
      "Si vous n’avez pas donné cet accord, ne confirmez pas : quelqu’un d’autre utilise peut-être votre compte Slack. Prévenez un admin.",
  },
  details: {
    name: "Nom complet",
    title: "Fonction",
    phone: "Téléphone",
    phoneHint: "Avec l’indicatif du pays : {example}",
    timeZone: "Fuseau horaire",
    timeZoneHint: "Les dates et les heures sont affichées dans ce fuseau.",
    language: "Langue",
    nameMissing: "Saisissez votre nom complet.",
    tooLong:
      "Utilisez au maximum {most, plural, one {# caractère} other {# caractères}}. Il y en a {length, plural, other {#}}.",
    phoneCountry: "Commencez le numéro de téléphone par + et l’indicatif du pays.",
    phoneExtension: "N’indiquez pas le numéro de poste.",
    phoneIncomplete: "Ce numéro de téléphone est incomplet. Vérifiez-le ou laissez le champ vide.",
    timeZoneUnknown: "Choisissez un fuseau horaire dans la liste.",
    languageUnknown: "Choisissez une langue dans la liste.",
  },
  slack: {
    detailsSaved: "Vos informations sont enregistrées.",
  },
} satisfies Catalogue;
