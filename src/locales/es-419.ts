import type { Catalogue } from "./catalogue.ts";
import { catalogue as spain } from "./es.ts";

/** As in Spain, but for what is said otherwise. */
export const catalogue = {
  ...spain,
  mail: {
    ...spain.mail,
    resent: "Este correo reemplaza a los anteriores: ahora solo funciona el enlace de abajo.",
    reminder: "Aún no ha respondido y la invitación vence pronto. El enlace es el mismo que antes.",
    expiry: "La invitación vence el {at} (hora universal).",
    confirmUnexpected:
      "Si usted no lo aprobó, no confirme: es posible que otra persona esté usando su cuenta de Slack. Avise a un administrador.",
  },
  pages: {
    ...spain.pages,
    invitationFor: "Esta invitación es para {email}. Vence {left}, el {at}.",
    notRegistered: "Aún no se registró",
    alreadyRegistered: "Ya se registró",
    alreadyUsed: "Esta invitación ya se usó",
    cancelled: "Esta invitación se canceló",
    expired: "Esta invitación venció el {at}",
    replaced: "Un correo más reciente reemplazó este enlace",
    declinedNow: "Rechazó la invitación",
    declined: "Esta invitación se rechazó",
    changedMind: "¿Cambió de opinión? Pida a {inviter} una nueva invitación.",
    declinedNotYou: "Si no fue usted, o si cambió de opinión, pida a {inviter} una nueva invitación.",
    linkUsed: "Este enlace ya se usó",
    linkExpired: "Este enlace venció",
    confirmNotYou:
      "Si usted no lo aprobó, cierre esta página: es posible que otra persona esté usando su cuenta de Slack. Avise a un administrador.",
    confirmUnsure:
      "No sabemos si funcionó. Presione el botón una vez más: nada se hace dos veces. Si vuelve a ocurrir, dé este identificador a un administrador: {id}",
    acceptUnsure:
      "No sabemos si funcionó: nuestra base de datos dejó de responder. Presione el botón una vez más. Nada se hace dos veces. Si vuelve a ocurrir, dé este identificador a quien envió la invitación: {id}",
    notInTime:
      "La base de datos no respondió a tiempo, así que no se cambió nada. Inténtelo de nuevo en un minuto. Si vuelve a ocurrir, dé este identificador a quien envió la invitación: {id}",
    foreignForm: "Eso no venía de esta página, así que no se cambió nada. Presione el botón una vez más.",
    tooManyMore:
      "Llegaron demasiadas solicitudes desde su red. Espere un minuto y vuelva a cargar esta página. No se perdió nada.",
    unreadable: "No pudimos leerlo",
    fault: "Algo falló",
  },
  details: {
    ...spain.details,
    phoneHint: "Con código de país: {example}",
    nameMissing: "Ingrese su nombre completo.",
    phoneCountry: "Empiece el número de teléfono con + y el código de país.",
  },
  slack: {
    ...spain.slack,
    detailsSaved: "Sus datos se guardaron.",
  },
} satisfies Catalogue;
