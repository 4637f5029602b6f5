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
    genuine: "W razie wątpliwości, czy ta wiadomość jest prawdziwa, proszę zapytać: {who}.",
    genuineYourself:
      "W razie wątpliwości, czy ta wiadomość jest prawdziwa, proszę zapytać osobiście: {inviter}.",
    genuineOrganisation:
      "W razie wątpliwości, czy ta wiadomość jest prawdziwa, proszę zapytać kogoś znajomego w {organisation}.",
    confirmSubject: "Do potwierdzenia: {person} otrzyma {group} w {organisation}",
    confirmLead: "Proszę potwierdzić, że {person} ma otrzymać grupę {group}.",
    confirmWhy:
      "Zgoda wyrażona w Slacku: {name}. Liczy się dopiero po potwierdzeniu na stronie, którą otwiera ten link.",
    confirm: "Sprawdź i potwierdź",
    confirmLink: "Sprawdź i potwierdź:",
    confirmExpiry: "Link działa jeden raz, do: {at}.",
    confirmUnexpected:
      "Jeśli to nie Pana/Pani zgoda, proszę nie potwierdzać: ktoś inny może używać Pana/Pani konta w Slacku. Proszę powiadomić administratora.",
  },
  pages: {
    notRegisteredTitle: "Rejestracja niedokończona: {heading}",
    notExpecting:
      "Nieoczekiwana wiadomość? Wystarczy zamknąć stronę i nic się nie stanie. Można też zapytać: {inviter}.",
    invitationFor: "To zaproszenie jest dla: {email}. Wygasa {left}, {at}.",
    groupsToJoin:
      "{count, plural, one {Grupa, do której Pan/Pani dołącza} few {Grupy, do których Pan/Pani dołącza} many {Grupy, do których Pan/Pani dołącza} other {Grupy, do których Pan/Pani dołącza}}",
    yourDetails: "Dane",
    optional: "(opcjonalnie)",
    notRegistered: "Rejestracja nie została jeszcze zakończona",
    accept: "Przyjmij i zarejestruj się",
    noThanks: "Nie, dziękuję",
    everything: "Wszystko: wszystkie usługi, projekty i regiony.",
    noAccess: "Sama w sobie nie daje dostępu.",
    services: "Usługi",
    projects: "Projekty",
    regions: "Regiony",
    actions: "Działania",
    all: "Wszystkie",
    more: "{count, plural, other {jeszcze #}}",
    registered: "Gotowe",
    welcome:
      "{count, plural, =0 {Witamy w {organisation}. Powiadomiliśmy osobę zapraszającą: {inviter}.} one {Witamy w {organisation}. Można już korzystać ze wszystkiego, co daje grupa. Powiadomiliśmy osobę zapraszającą: {inviter}.} few {Witamy w {organisation}. Można już korzystać ze wszystkiego, co dają grupy. Powiadomiliśmy osobę zapraszającą: {inviter}.} many {Witamy w {organisation}. Można już korzystać ze wszystkiego, co dają grupy. Powiadomiliśmy osobę zapraszającą: {inviter}.} other {Witamy w {organisation}. Można już korzystać ze wszystkiego, co dają grupy. Powiadomiliśmy osobę zapraszającą: {inviter}.}}",
    whatsNext: "Co dalej",
    nothingToDo: "Wszystko gotowe, można zamknąć tę stronę. Od czego zacząć, powie {inviter}.",
    yourGroups: "{count, plural, one {Grupa} few {Grupy} many {Grupy} other {Grupy}}",
    continueTo: "Przejdź do {organisation}",
    openSlack: "Otwórz Slacka",
    alreadyRegistered: "To konto jest już zarejestrowane",
    registeredByDirectory:
      "Adres {email} został zarejestrowany przez katalog organizacji: {at}. Nic nie trzeba robić.",
    registeredBefore:
      "Adres {email} został już zarejestrowany z innego zaproszenia. Nic nie zostało zmienione. Jeśli zrobił to ktoś inny, proszę powiadomić: {inviter}.",
    alreadyUsed: "To zaproszenie zostało już wykorzystane",
    usedBy: "Ktoś zarejestrował się z niego jako {email}: {at}.",
    usedByYou: "Jeśli to Pan/Pani, wszystko w porządku. Jeśli nie, proszę powiadomić: {inviter}.",
    cancelled: "To zaproszenie zostało anulowane",
    cancelledAt: "Data: {at}. Nic nie trzeba robić.",
    cancelledByMistake: "Jeśli to pomyłka, proszę zapytać: {inviter}.",
    expired: "To zaproszenie wygasło {at}",
    hasBeenAsked: "Prośba została wysłana. Odbiera ją {inviter}. Jutro można ją ponowić.",
    newOneComes: "Nowe zaproszenie, jeśli zostanie wysłane, przyjdzie na adres {email}.",
    canSendNew: "{inviter} może wysłać nowe zaproszenie na adres {email}.",
    askForNew: "Poproś o nowe",
    replaced: "Nowsza wiadomość zastąpiła ten link",
    useSent: "Proszę użyć wiadomości wysłanej {at} na adres {email}.",
    onItsWay: "Wiadomość jest w drodze na adres {email}. Proszę użyć linku, który zawiera.",
    checkSpam: "Nic nie ma? Proszę sprawdzić też folder ze spamem.",
    declineQuestion: "Odrzucić to zaproszenie?",
    declineMeans:
      "{inviter} otrzyma wiadomość, że zaproszenie do {organisation} zostało odrzucone, a ten link przestanie działać.",
    decline: "Odrzuć zaproszenie",
    goBack: "Wróć",
    declinedNow: "Zaproszenie zostało odrzucone",
    declined: "To zaproszenie zostało wcześniej odrzucone",
    declinedTold:
      "Powiadomiliśmy osobę zapraszającą: {inviter}. Nie wyślemy więcej wiadomości o tym zaproszeniu.",
    declinedAt: "Data: {at}. Powiadomiliśmy osobę zapraszającą: {inviter}.",
    changedMind: "Zmiana zdania? O nowe zaproszenie można poprosić: {inviter}.",
    declinedNotYou:
      "Jeśli zrobił to ktoś inny albo w razie zmiany zdania o nowe zaproszenie można poprosić: {inviter}.",
    confirmHeading: "Potwierdzenie zgody",
    approvedInSlack:
      "Zgoda wyrażona w Slacku: {name}, {at}. Liczy się dopiero po potwierdzeniu tutaj, najpóźniej {expires}.",
    who: "Kto",
    gets: "Otrzyma",
    forTime: "Na czas",
    why: "Powód",
    noEnd: "bezterminowo",
    until: "do {end}",
    atTheLatest: "{time}, najdłużej do {end}",
    confirmButton: "Potwierdź zgodę",
    confirmNotYou:
      "Jeśli to nie Pana/Pani zgoda, proszę zamknąć tę stronę: ktoś inny może używać Pana/Pani konta w Slacku. Proszę powiadomić administratora.",
    youApproved: "Zgoda potwierdzona",
    waitsForMore: "{person} czeka na jeszcze jedną zgodę na {group}.",
    getsGroup: "{person} otrzymuje {group}.",
    getsGroupUntil: "{person} otrzymuje {group}, do {end}.",
    wasToGet: "Zgoda dotyczyła: {person}, grupa {group}.",
    canClose: "Można zamknąć tę stronę.",
    linkUsed: "Ten link został już wykorzystany",
    confirmedAt:
      "Zgoda została potwierdzona {at}. Jeśli zrobił to ktoś inny, proszę powiadomić administratora.",
    linkExpired: "Ten link wygasł",
    linkExpiredAt:
      "Data: {at}. Nic nie zostało zatwierdzone. Aby otrzymać nowy link, proszę zatwierdzić ponownie w Slacku.",
    nothingToApprove: "Nie ma już nic do zatwierdzenia",
    approvedBy: "Prośba o dodanie {person} do {group} została zatwierdzona {at}. Odpowiedź: {by}.",
    deniedBy: "Prośba o dodanie {person} do {group} została odrzucona {at}. Odpowiedź: {by}.",
    withdrawnBy: "Prośba o dodanie {person} do {group} została wycofana {at}. Zmiana: {by}.",
    lapsed: "Nikt nie odpowiedział na czas na prośbę o dodanie {person} do {group}. Wygasła {at}.",
    answeredByYou: "Prośba o dodanie {person} do {group} ma już Pana/Pani zgodę. Czeka na kogoś jeszcze.",
    cannotApprove: "Nie można już tego zatwierdzić",
    cannotApproveMore:
      "Nic nie zostało zatwierdzone. W Slacku może odpowiedzieć ktoś inny, kto decyduje. W razie pytań proszę zwrócić się do administratora.",
    cannotNow:
      "Nic nie zostało zatwierdzone: teraz nie jest to możliwe. Proszę odpowiedzieć na prośbę w Slacku, tam podany jest powód.",
    confirmUnsure:
      "Nie wiemy, czy się udało. Proszę nacisnąć przycisk jeszcze raz: nic nie zostanie zrobione podwójnie. Jeśli to się powtórzy, proszę podać administratorowi ten identyfikator: {id}",
    acceptUnsure:
      "Nie wiemy, czy się udało: nasza baza danych przestała odpowiadać. Proszę nacisnąć przycisk jeszcze raz. Nic nie zostanie zrobione podwójnie. Jeśli to się powtórzy, proszę podać osobie zapraszającej ten identyfikator: {id}",
    notInTime:
      "Baza danych nie odpowiedziała na czas, więc nic nie zostało zmienione. Proszę spróbować za minutę. Jeśli to się powtórzy, proszę podać osobie zapraszającej ten identyfikator: {id}",
    foreignForm:
      "To nie przyszło z tej strony, więc nic nie zostało zmienione. Proszę nacisnąć przycisk jeszcze raz.",
    brokenLink: "Ten link nie działa",
    brokenLinkMore:
      "Być może brakuje jego części. Proszę otworzyć link w wiadomości jeszcze raz albo skopiować go w całości do paska adresu. Jeśli nadal nie działa, proszę poprosić osobę zapraszającą o nowy.",
    notFound: "Nie znaleziono strony",
    notFoundMore: "Jeśli przyszło zaproszenie, proszę otworzyć link w wiadomości.",
    tooMany: "Chwileczkę",
    tooManyMore:
      "Z tej sieci przyszło zbyt wiele żądań. Proszę poczekać minutę i wczytać tę stronę ponownie. Nic nie przepadło.",
    tooLong: "To jest za długie",
    tooLongMore: "Nic nie zostało zmienione. Proszę wrócić, skrócić tekst i spróbować ponownie.",
    unreadable: "Nie udało się tego odczytać",
    unreadableMore: "Nic nie zostało zmienione. Proszę otworzyć link w wiadomości i spróbować ponownie.",
    tryAgain: "Proszę spróbować ponownie za minutę",
    tryAgainMore: "Nasza baza danych nie odpowiedziała na czas. Ponowna próba niczego nie zrobi podwójnie.",
    fault: "Coś poszło nie tak",
    faultMore: "To nasza wina. Proszę spróbować ponownie za minutę.",
    tellId: "Jeśli to się powtórzy, proszę podać osobie zapraszającej ten identyfikator: {id}",
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
