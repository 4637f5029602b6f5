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
    alreadyRegistered: "Ya se registró",
    alreadyUsed: "Esta invitación ya se usó",
    cancelled: "Esta invitación se canceló",
    expired: "Esta invitación venció el {at}",
    replaced: "Un correo más reciente reemplazó este enlace",
    welcome:
      "{count, plural, =0 {Le damos la bienvenida a {organisation}. Avisamos a {inviter}.} one {Le damos la bienvenida a {organisation}. Ya puede usar todo lo que le da su grupo. Avisamos a {inviter}.} other {Le damos la bienvenida a {organisation}. Ya puede usar todo lo que le dan sus grupos. Avisamos a {inviter}.}}",
    hasBeenAsked: "Se lo pedimos a {inviter}. Mañana puede volver a pedirlo.",
    checkSpam: "¿No llegó nada? Revise también la carpeta de correo no deseado.",
    notFoundMore: "Si recibió una invitación, abra el enlace de su correo.",
    declineMeans:
      "{inviter} sabrá que usted rechazó unirse a {organisation}, y este enlace dejará de funcionar.",
    declinedTold: "Avisamos a {inviter}. No recibirá más correos sobre esta invitación.",
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
    overloadedMore:
      "En este momento hay demasiado tráfico. No se cambió nada. Espere un minuto y vuelva a cargar esta página.",
    unreadable: "No pudimos leerlo",
    fault: "Algo falló",
    registeredBefore:
      "{email} ya se registró con otra invitación. No se cambió nada. Si no fue usted, avise a {inviter}.",
    linkExpiredAt: "Fue el {at}. No se aprobó nada. Apruébelo de nuevo en Slack para recibir otro.",
    cannotApproveMore:
      "No se aprobó nada. Otra persona que decida puede responder en Slack. Si le sorprende, pregunte a un administrador.",
    cannotNow:
      "No se aprobó nada: ahora no es posible. Responda a la solicitud en Slack, donde se indica el motivo.",
    tooLongMore: "No se cambió nada. Vuelva atrás, acorte lo que escribió e inténtelo de nuevo.",
    unreadableMore: "No se cambió nada. Abra el enlace de su correo e inténtelo de nuevo.",
    tellId: "Si vuelve a ocurrir, dé este identificador a quien envió la invitación: {id}",
    brokenLinkMore:
      "Puede que falte una parte. Abra de nuevo el enlace de su correo o cópielo entero en la barra de direcciones. Si sigue sin funcionar, pida uno nuevo a quien envió la invitación.",
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
    failed:
      "Hubo un error de nuestra parte. Compruebe si se completó antes de volver a intentarlo. Si sigue ocurriendo, comparta este identificador con quien administra iam-bot: {id}.",
    askOperator: "Diríjase a quien administra iam-bot.",
    nobodyYet:
      "Aquí todavía no hay ningún administrador. Su ID de Slack es {slackId}. Pida a quien administra iam-bot que lo agregue a IAM_OWNERS y reinicie iam-bot; después escriba /iam de nuevo.",
  },
  requests: {
    ...spain.requests,
    sent: "Su solicitud de {group} se envió. Su tarjeta, en sus mensajes con esta aplicación, indica cómo va.",
    noneAsked: "Aún no ha solicitado nada. Empiece con “Solicitar acceso”.",
    reminded: "Se envió un recordatorio a quienes deciden.",
    wasAsked: "Se envió la pregunta a {name}. La respuesta se mostrará en la solicitud.",
    replySent: "Su respuesta se envió.",
    youWithdrew: "Retiró su solicitud de {group}.",
    youApproved: "Aprobó: {person} obtiene {group}.",
    youDenied: "Denegó: {person} no obtiene {group}.",
    waitsForAnother: "Aprobó. Falta otra aprobación para {person}.",
  },
  cards: {
    ...spain.cards,
    youAsked: "Usted solicitó {what}.",
    takenAwayNews: "{by} le retiró {what}. Ya no está en el grupo.",
    takenAwayInPartNews:
      "{by} le retiró el acceso de emergencia a {what}. Conserva el resto de su acceso al grupo.",
    byInvite: "Con invitación, aún sin registro. Una aprobación agrega el grupo a la invitación.",
    earlier:
      "{count, plural, one {# pregunta anterior} other {# preguntas anteriores}}: “Ver solicitud” las muestra todas.",
    invited: "Se envió una invitación por correo. El tiempo empieza con el registro.",
    nobodyNews:
      "Nadie más puede responder a su solicitud de {what}. Pida a quien administra iam-bot que agregue a alguien a Admin.",
  },
  membership: {
    ...spain.membership,
    over: "Su tiempo en el grupo {group} terminó.",
    removedBy: "{by} puso fin a su pertenencia al grupo {group} en una revisión.",
    removed: "Su pertenencia al grupo {group} terminó en una revisión.",
  },
  refusals: {
    ...spain.refusals,
    askedAlready: "Ya solicitó este grupo. /iam requests muestra la solicitud.",
    askedForYou: "{name} ya solicitó este grupo para usted. Falta la respuesta.",
    askedForYouByWorkflow: "Un flujo de trabajo ya solicitó este grupo para usted. Falta la respuesta.",
    manyToday: "Hizo {most} solicitudes en un día. Vuelva a intentarlo mañana.",
    manyQuestions: "Ya se hicieron {most} preguntas. Responda a la solicitud.",
    manyMails: "Ya se le enviaron {most} enlaces sobre esto. Deniegue, o pida a otra persona que apruebe.",
    manyMailsToPerson: "{person} recibió demasiados correos hoy. Vuelva a intentarlo mañana.",
    yourLimit:
      "No se puede invitar a {person}: alcanzó su límite diario de invitaciones. Vuelva a intentarlo mañana, o pida a otra persona que apruebe.",
    totalLimit:
      "No se puede invitar a {person}: se alcanzó el límite diario de invitaciones. Vuelva a intentarlo mañana.",
    inviteExpired: "La invitación a {email} venció. Deniegue, y pida que se envíe una nueva.",
    lastAdmin:
      "No hay ningún otro administrador activo además de {name}, por lo que no se cambió nada. Agregue primero a otra persona a Admin.",
  },
} satisfies Catalogue;
