import type { Catalogue } from "./catalogue.ts";

export const catalogue = {
  common: {
    endDay: "{day} ({zone})",
    endTime: "{day}, às {time} ({zone})",
    days: "{days, plural, one {# dia} other {# dias}}",
    hours: "{hours, plural, one {# hora} other {# horas}}",
    accessUntil: "Seu acesso vale até {end}.",
    accessForDays: "Seu acesso vale por {days, plural, one {# dia} other {# dias}} a partir do aceite.",
    accessForHours: "Seu acesso vale por {hours, plural, one {# hora} other {# horas}} a partir do aceite.",
  },
  mail: {
    inviteSubject: "{inviter} convida você para {organisation}",
    organisationSubject: "{organisation} convida você",
    reminderSubject: "Lembrete: {inviter} convida você para {organisation}",
    organisationReminderSubject: "Lembrete: {organisation} convida você",
    invitation:
      "{count, plural, =0 {{who} convida você para {organisation}.} one {{who} convida você para {organisation}, no grupo {groups}.} other {{who} convida você para {organisation}, nos grupos {groups}.}}",
    organisationInvitation:
      "{count, plural, =0 {{organisation} convida você.} one {{organisation} convida você para o grupo {groups}.} other {{organisation} convida você para os grupos {groups}.}}",
    resent: "Este e-mail substitui os anteriores: agora só o link abaixo funciona.",
    reminder: "Você ainda não respondeu, e o convite expira em breve. O link é o mesmo de antes.",
    writes: "{inviter} escreve:",
    view: "Ver o convite",
    viewLink: "Ver o convite:",
    copyLink: "Se o botão não funcionar, copie este endereço no seu navegador:",
    expiry: "O convite expira em: {at} (tempo universal).",
    unexpected:
      "Se você não esperava este e-mail, ignore-o: ninguém recebe acesso enquanto o convite não for aceito.",
    genuine: "Se não tiver certeza de que é autêntico, pergunte a {who}.",
    genuineYourself: "Se não tiver certeza de que é autêntico, pergunte diretamente a {inviter}.",
    genuineOrganisation:
      "Se não tiver certeza de que é autêntico, pergunte a alguém que você conheça em {organisation}.",
    confirmSubject: "Confirme: {person} recebe {group} em {organisation}",
    confirmLead: "Confirme que {person} recebe o grupo {group}.",
    confirmWhy:
      "{name} aprovou isto no Slack. A aprovação só vale depois de confirmada na página que este link abre.",
    confirm: "Revisar e confirmar",
    confirmLink: "Revisar e confirmar:",
    confirmExpiry: "O link funciona uma única vez, até: {at}.",
    confirmUnexpected:
      "Se não foi você quem aprovou, não confirme: outra pessoa pode estar usando sua conta do Slack. Avise um admin.",
  },
  details: {
    name: "Nome completo",
    title: "Cargo",
    phone: "Telefone",
    phoneHint: "Com o código do país: {example}",
    timeZone: "Fuso horário",
    timeZoneHint: "As datas e horas são exibidas neste fuso.",
    language: "Idioma",
    nameMissing: "Digite seu nome completo.",
    tooLong:
      "Use no máximo {most, plural, one {# caractere} other {# caracteres}}. Aqui há {length, plural, other {#}}.",
    phoneCountry: "Comece o telefone com + e o código do país.",
    phoneExtension: "Não inclua o ramal no telefone.",
    phoneIncomplete: "Este número de telefone não está completo. Confira-o ou deixe o campo vazio.",
    timeZoneUnknown: "Escolha um fuso horário da lista.",
    languageUnknown: "Escolha um idioma da lista.",
  },
  slack: {
    detailsSaved: "Seus dados foram salvos.",
  },
} satisfies Catalogue;
