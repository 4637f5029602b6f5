import type { Catalogue } from "./catalogue.ts";

export const catalogue = {
  common: {
    endDay: "{day} ({zone})",
    endTime: "{day}, godz. {time} ({zone})",
    days: "{days, plural, one {# dzień} few {# dni} many {# dni} other {# dnia}}",
    hours: "{hours, plural, one {# godzina} few {# godziny} many {# godzin} other {# godziny}}",
    accessUntil: "Dostęp jest ważny do: {end}.",
    accessForDays:
      "Dostęp jest ważny przez {days, plural, one {# dzień} few {# dni} many {# dni} other {# dnia}} od przyjęcia zaproszenia.",
    accessForHours:
      "Dostęp jest ważny przez {hours, plural, one {# godzinę} few {# godziny} many {# godzin} other {# godziny}} od przyjęcia zaproszenia.",
  },
  mail: {
    inviteSubject: "{inviter} zaprasza do {organisation}",
    organisationSubject: "Zaproszenie od {organisation}",
    reminderSubject: "Przypomnienie: {inviter} zaprasza do {organisation}",
    organisationReminderSubject: "Przypomnienie: zaproszenie od {organisation}",
    invitation:
      "{count, plural, =0 {{who} zaprasza do {organisation}.} one {{who} zaprasza do {organisation}, do grupy {groups}.} other {{who} zaprasza do {organisation}, do grup: {groups}.}}",
    organisationInvitation:
      "{count, plural, =0 {{organisation} zaprasza do siebie.} one {{organisation} zaprasza do grupy {groups}.} other {{organisation} zaprasza do grup: {groups}.}}",
    resent: "Ta wiadomość zastępuje wcześniejsze: teraz działa tylko poniższy link.",
    reminder: "Nie mamy jeszcze odpowiedzi, a zaproszenie wkrótce wygaśnie. Link jest ten sam co poprzednio.",
    writes: "{inviter} pisze:",
    view: "Zobacz zaproszenie",
    viewLink: "Zobacz zaproszenie:",
    copyLink: "Jeśli przycisk nie działa, proszę skopiować ten adres do przeglądarki:",
    expiry: "Zaproszenie wygasa: {at} (czas uniwersalny).",
    unexpected:
      "Jeśli to nieoczekiwana wiadomość, proszę ją zignorować: nikt nie otrzyma dostępu, dopóki zaproszenie nie zostanie przyjęte.",
    genuine: "W razie wątpliwości, czy jest prawdziwa, proszę zapytać: {who}.",
    genuineYourself: "W razie wątpliwości, czy jest prawdziwa, proszę zapytać osobiście: {inviter}.",
    genuineOrganisation:
      "W razie wątpliwości, czy jest prawdziwa, proszę zapytać kogoś znajomego w {organisation}.",
    confirmSubject: "Do potwierdzenia: {person} otrzyma {group} w {organisation}",
    confirmLead: "Proszę potwierdzić, że {person} ma otrzymać grupę {group}.",
    confirmWhy:
      "{name} – ta osoba zatwierdziła to w Slacku. Zgoda liczy się dopiero po potwierdzeniu na stronie, którą otwiera ten link.",
    confirm: "Sprawdź i potwierdź",
    confirmLink: "Sprawdź i potwierdź:",
    confirmExpiry: "Link działa jeden raz, do: {at}.",
    confirmUnexpected:
      "Jeśli to nie Pana/Pani zgoda, proszę nie potwierdzać: ktoś inny może używać Pana/Pani konta w Slacku. Proszę powiadomić administratora.",
  },
  details: {
    name: "Imię i nazwisko",
    title: "Stanowisko",
    phone: "Telefon",
    phoneHint: "Z numerem kierunkowym kraju: {example}",
    timeZone: "Strefa czasowa",
    timeZoneHint: "W tej strefie są pokazywane daty i godziny.",
    language: "Język",
    nameMissing: "Proszę wpisać imię i nazwisko.",
    tooLong:
      "Proszę użyć najwyżej {most, plural, one {# znaku} few {# znaków} many {# znaków} other {# znaku}}. Teraz jest ich {length, plural, other {#}}.",
    phoneCountry: "Numer telefonu proszę zacząć od + i numeru kierunkowego kraju.",
    phoneExtension: "Proszę pominąć numer wewnętrzny.",
    phoneIncomplete: "To nie jest pełny numer telefonu. Proszę go sprawdzić albo pominąć.",
    timeZoneUnknown: "Proszę wybrać strefę czasową z listy.",
    languageUnknown: "Proszę wybrać język z listy.",
  },
  slack: {
    detailsSaved: "Dane zostały zapisane.",
  },
} satisfies Catalogue;
