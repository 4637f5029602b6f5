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
    genuine: "Si vous doutez de l’authenticité de cet e-mail, demandez à {who}.",
    genuineYourself: "Si vous doutez de l’authenticité de cet e-mail, demandez directement à {inviter}.",
    genuineOrganisation:
      "Si vous doutez de l’authenticité de cet e-mail, demandez à une personne que vous connaissez chez {organisation}.",
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
  pages: {
    notRegisteredTitle: "Inscription incomplète : {heading}",
    notExpecting:
      "Vous ne vous y attendiez pas ? Fermez la page et rien ne se passera, ou demandez à {inviter}.",
    invitationFor: "Cette invitation est destinée à {email}. Elle expire {left}, le {at}.",
    groupsToJoin:
      "{count, plural, one {Le groupe que vous rejoignez} other {Les groupes que vous rejoignez}}",
    yourDetails: "Vos informations",
    optional: "(facultatif)",
    notRegistered: "Votre inscription n’est pas terminée",
    accept: "Accepter et s’inscrire",
    noThanks: "Non, merci",
    everything: "Tout : l’ensemble des services, projets et régions.",
    noAccess: "Ne donne aucun accès à lui seul.",
    services: "Services",
    projects: "Projets",
    regions: "Régions",
    actions: "Actions",
    all: "Tous",
    more: "{count, plural, one {# autre} other {# autres}}",
    registered: "C’est fait",
    welcome:
      "{count, plural, =0 {Bienvenue chez {organisation}. Nous avons prévenu {inviter}.} one {Bienvenue chez {organisation}. Vous pouvez maintenant utiliser tout ce que votre groupe vous donne. Nous avons prévenu {inviter}.} other {Bienvenue chez {organisation}. Vous pouvez maintenant utiliser tout ce que vos groupes vous donnent. Nous avons prévenu {inviter}.}}",
    whatsNext: "Et maintenant",
    nothingToDo: "Tout est prêt, vous pouvez fermer cette page. {inviter} peut vous dire par où commencer.",
    yourGroups: "{count, plural, one {Votre groupe} other {Vos groupes}}",
    continueTo: "Continuer vers {organisation}",
    openSlack: "Ouvrir Slack",
    alreadyRegistered: "Votre inscription existe déjà",
    registeredByDirectory:
      "L’annuaire de votre organisation a inscrit {email} le {at}. Vous n’avez rien à faire.",
    registeredBefore:
      "{email} a déjà été inscrit avec une autre invitation. Rien n’a été modifié. Si ce n’était pas vous, prévenez {inviter}.",
    alreadyUsed: "Cette invitation a déjà été utilisée",
    usedBy: "Quelqu’un s’est inscrit avec elle sous {email} le {at}.",
    usedByYou: "Si c’était vous, tout est en ordre. Sinon, prévenez {inviter}.",
    cancelled: "Cette invitation a été annulée",
    cancelledAt: "C’était le {at}. Vous n’avez rien à faire.",
    cancelledByMistake: "Si vous pensez que c’est une erreur, demandez à {inviter}.",
    expired: "Cette invitation a expiré le {at}",
    hasBeenAsked: "La demande a été transmise à {inviter}. Vous pourrez redemander demain.",
    newOneComes: "Si vous en recevez une nouvelle, elle arrivera par e-mail à {email}.",
    canSendNew: "{inviter} peut vous en envoyer une nouvelle à {email}.",
    askForNew: "En demander une nouvelle",
    replaced: "Un e-mail plus récent a remplacé ce lien",
    useSent: "Utilisez celui envoyé le {at} à {email}.",
    onItsWay: "Il est en route vers {email}. Utilisez le lien qu’il contient.",
    checkSpam: "Rien reçu ? Vérifiez aussi vos courriers indésirables.",
    declineQuestion: "Refuser cette invitation ?",
    declineMeans:
      "{inviter} saura que vous avez refusé de rejoindre {organisation}, et ce lien ne fonctionnera plus.",
    decline: "Refuser l’invitation",
    goBack: "Revenir",
    declinedNow: "Vous avez refusé l’invitation",
    declined: "Cette invitation a été refusée",
    declinedTold:
      "Nous avons prévenu {inviter}. Vous ne recevrez plus d’e-mail au sujet de cette invitation.",
    declinedAt: "C’était le {at}. Nous avons prévenu {inviter}.",
    changedMind: "Vous avez changé d’avis ? Demandez une nouvelle invitation à {inviter}.",
    declinedNotYou:
      "Si ce n’était pas vous, ou si vous avez changé d’avis, demandez une nouvelle invitation à {inviter}.",
    confirmHeading: "Confirmez votre accord",
    approvedInSlack:
      "{name} a donné son accord dans Slack le {at}. Il comptera dès que vous l’aurez confirmé ici, au plus tard le {expires}.",
    who: "Qui",
    gets: "Reçoit",
    forTime: "Durée",
    why: "Motif",
    noEnd: "sans fin",
    until: "jusqu’au {end}",
    atTheLatest: "{time}, au plus tard jusqu’au {end}",
    confirmButton: "Confirmer l’accord",
    confirmNotYou:
      "Si vous n’avez pas donné cet accord, fermez cette page : quelqu’un d’autre utilise peut-être votre compte Slack. Prévenez un admin.",
    youApproved: "Accord confirmé",
    waitsForMore: "{person} attend encore un accord pour {group}.",
    getsGroup: "{person} reçoit {group}.",
    getsGroupUntil: "{person} reçoit {group}, jusqu’au {end}.",
    wasToGet: "{person} devait recevoir {group}.",
    canClose: "Vous pouvez fermer cette page.",
    linkUsed: "Ce lien a déjà été utilisé",
    confirmedAt: "L’accord a été confirmé le {at}. Si ce n’était pas vous, prévenez un admin.",
    linkExpired: "Ce lien a expiré",
    linkExpiredAt:
      "C’était le {at}. Aucun accord n’a été donné. Donnez-le de nouveau dans Slack pour recevoir un nouveau lien.",
    nothingToApprove: "Il n’y a plus rien à approuver",
    approvedBy: "{by} a accepté la demande d’ajouter {person} à {group} le {at}.",
    deniedBy: "{by} a refusé la demande d’ajouter {person} à {group} le {at}.",
    withdrawnBy: "{by} a retiré la demande d’ajouter {person} à {group} le {at}.",
    lapsed:
      "Personne n’a répondu à temps à la demande d’ajouter {person} à {group}. Elle est devenue caduque le {at}.",
    answeredByYou:
      "Vous avez déjà accepté la demande d’ajouter {person} à {group}. Elle attend l’accord d’une autre personne.",
    cannotApprove: "Vous ne pouvez plus donner cet accord",
    cannotApproveMore:
      "Aucun accord n’a été donné. Une autre personne habilitée peut répondre dans Slack. Si cela vous surprend, demandez à un admin.",
    cannotNow:
      "Aucun accord n’a été donné : ce n’est pas possible pour le moment. Répondez à la demande dans Slack, qui en indique la raison.",
    confirmUnsure:
      "Nous ne savons pas si cela a abouti. Appuyez encore une fois sur le bouton : rien n’est fait deux fois. Si cela se reproduit, donnez cet identifiant à un admin : {id}",
    acceptUnsure:
      "Nous ne savons pas si cela a abouti : notre base de données ne répond plus. Appuyez encore une fois sur le bouton. Rien n’est fait deux fois. Si cela se reproduit, donnez cet identifiant à la personne qui a envoyé l’invitation : {id}",
    notInTime:
      "La base de données n’a pas répondu à temps, rien n’a donc été modifié. Réessayez dans une minute. Si cela se reproduit, donnez cet identifiant à la personne qui a envoyé l’invitation : {id}",
    foreignForm:
      "Cela ne venait pas de cette page, rien n’a donc été modifié. Appuyez encore une fois sur le bouton.",
    brokenLink: "Ce lien ne fonctionne pas",
    brokenLinkMore:
      "Il en manque peut-être une partie. Ouvrez de nouveau le lien dans votre e-mail ou copiez-le en entier dans la barre d’adresse. S’il ne fonctionne toujours pas, demandez-en un nouveau à la personne qui a envoyé l’invitation.",
    notFound: "Page introuvable",
    notFoundMore: "Si vous avez reçu une invitation, ouvrez le lien dans votre e-mail.",
    tooMany: "Un instant, s’il vous plaît",
    tooManyMore:
      "Trop de requêtes sont venues de votre réseau. Attendez une minute, puis rechargez cette page. Rien n’a été perdu.",
    tooLong: "C’est trop long",
    tooLongMore: "Rien n’a été modifié. Revenez en arrière, raccourcissez votre saisie et réessayez.",
    unreadable: "Nous n’avons pas pu lire cela",
    unreadableMore: "Rien n’a été modifié. Ouvrez le lien dans votre e-mail et réessayez.",
    tryAgain: "Veuillez réessayer dans une minute",
    tryAgainMore:
      "Notre base de données n’a pas répondu à temps. Rien n’est fait deux fois si vous réessayez.",
    fault: "Un problème est survenu",
    faultMore: "C’est notre faute, pas la vôtre. Réessayez dans une minute.",
    tellId: "Si cela se reproduit, donnez cet identifiant à la personne qui a envoyé l’invitation : {id}",
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
