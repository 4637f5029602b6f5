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
