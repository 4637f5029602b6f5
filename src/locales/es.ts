import type { Catalogue } from "./catalogue.ts";

export const catalogue = {
  common: {
    endDay: "{day} ({zone})",
    endTime: "{day}, {time} ({zone})",
    days: "{days, plural, one {# día} other {# días}}",
    hours: "{hours, plural, one {# hora} other {# horas}}",
    accessUntil: "Su acceso dura hasta el {end}.",
    accessForDays:
      "Su acceso dura {days, plural, one {# día} other {# días}} desde que acepte la invitación.",
    accessForHours:
      "Su acceso dura {hours, plural, one {# hora} other {# horas}} desde que acepte la invitación.",
  },
  mail: {
    inviteSubject: "{inviter} le invita a unirse a {organisation}",
    organisationSubject: "{organisation} le invita a unirse",
    reminderSubject: "Recordatorio: {inviter} le invita a unirse a {organisation}",
    organisationReminderSubject: "Recordatorio: {organisation} le invita a unirse",
    invitation:
      "{count, plural, =0 {{who} le invita a unirse a {organisation}.} one {{who} le invita a unirse a {organisation} en el grupo {groups}.} other {{who} le invita a unirse a {organisation} en los grupos {groups}.}}",
    organisationInvitation:
      "{count, plural, =0 {{organisation} le invita a unirse.} one {{organisation} le invita a unirse al grupo {groups}.} other {{organisation} le invita a unirse a los grupos {groups}.}}",
    resent: "Este correo sustituye a los anteriores: ahora solo funciona el enlace de abajo.",
    reminder: "Aún no ha respondido y la invitación caduca pronto. El enlace es el mismo que antes.",
    writes: "{inviter} escribe:",
    view: "Ver la invitación",
    viewLink: "Ver la invitación:",
    copyLink: "Si el botón no funciona, copie esta dirección en su navegador:",
    expiry: "La invitación caduca el {at} (hora universal).",
    unexpected:
      "Si no esperaba este correo, ignórelo: nadie obtiene acceso mientras no se acepte la invitación.",
    genuine: "Si duda de que sea auténtico, pregunte a {who}.",
    genuineYourself: "Si duda de que sea auténtico, pregunte directamente a {inviter}.",
    genuineOrganisation: "Si duda de que sea auténtico, pregunte a alguien que conozca en {organisation}.",
    confirmSubject: "Confirme: {person} obtiene {group} en {organisation}",
    confirmLead: "Confirme que {person} obtiene el grupo {group}.",
    confirmWhy:
      "{name} lo aprobó en Slack. Solo cuenta cuando usted lo confirme en la página que abre este enlace.",
    confirm: "Revisar y confirmar",
    confirmLink: "Revisar y confirmar:",
    confirmExpiry: "El enlace funciona una sola vez, hasta el {at}.",
    confirmUnexpected:
      "Si no lo ha aprobado usted, no confirme: quizá otra persona esté usando su cuenta de Slack. Avise a un administrador.",
  },
  details: {
    name: "Nombre completo",
    title: "Cargo",
    phone: "Teléfono",
    phoneHint: "Con prefijo de país: {example}",
    timeZone: "Zona horaria",
    timeZoneHint: "Las fechas y las horas se muestran en esta zona.",
    language: "Idioma",
    nameMissing: "Introduzca su nombre completo.",
    tooLong:
      "Use como máximo {most, plural, one {# carácter} other {# caracteres}}. Aquí hay {length, plural, other {#}}.",
    phoneCountry: "Empiece el número de teléfono con + y el prefijo del país.",
    phoneExtension: "No incluya la extensión del número de teléfono.",
    phoneIncomplete: "Este número de teléfono no está completo. Revíselo o deje el campo vacío.",
    timeZoneUnknown: "Elija una zona horaria de la lista.",
    languageUnknown: "Elija un idioma de la lista.",
  },
  slack: {
    detailsSaved: "Sus datos se han guardado.",
  },
} satisfies Catalogue;
