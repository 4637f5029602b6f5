import type { Catalogue } from "./catalogue.ts";

export const catalogue = {
  common: {
    endDay: "{day} ({zone})",
    endTime: "{day}, בשעה {time} ({zone})",
    days: "{days, plural, one {יום אחד} two {יומיים} other {# ימים}}",
    hours: "{hours, plural, one {שעה אחת} two {שעתיים} other {# שעות}}",
    accessUntil: "הגישה שלכם בתוקף עד {end}.",
    accessForDays:
      "הגישה שלכם בתוקף למשך {days, plural, one {יום אחד} two {יומיים} other {# ימים}} מרגע הקבלה.",
    accessForHours:
      "הגישה שלכם בתוקף למשך {hours, plural, one {שעה אחת} two {שעתיים} other {# שעות}} מרגע הקבלה.",
  },
  mail: {
    inviteSubject: "הזמנה מאת {inviter} להצטרף אל {organisation}",
    organisationSubject: "הזמנה להצטרף אל {organisation}",
    reminderSubject: "תזכורת: הזמנה מאת {inviter} להצטרף אל {organisation}",
    organisationReminderSubject: "תזכורת: הזמנה להצטרף אל {organisation}",
    invitation:
      "{count, plural, =0 {קיבלתם הזמנה מאת {who} להצטרף אל {organisation}.} one {קיבלתם הזמנה מאת {who} להצטרף אל {organisation} בקבוצה {groups}.} other {קיבלתם הזמנה מאת {who} להצטרף אל {organisation} בקבוצות {groups}.}}",
    organisationInvitation:
      "{count, plural, =0 {קיבלתם הזמנה להצטרף אל {organisation}.} one {קיבלתם הזמנה מאת {organisation} להצטרף לקבוצה {groups}.} other {קיבלתם הזמנה מאת {organisation} להצטרף לקבוצות {groups}.}}",
    resent: "הודעה זו מחליפה את ההודעות הקודמות: מעכשיו רק הקישור שלמטה פועל.",
    reminder: "עדיין לא השבתם, ותוקף ההזמנה יפוג בקרוב. הקישור הוא אותו הקישור כמו קודם.",
    writes: "הודעה מאת {inviter}:",
    view: "הצגת ההזמנה",
    viewLink: "הצגת ההזמנה:",
    copyLink: "אם הלחצן לא פועל, העתיקו את הכתובת הזו לדפדפן:",
    expiry: "תוקף ההזמנה יפוג: {at} (זמן אוניברסלי).",
    unexpected: "אם לא ציפיתם להודעה זו, התעלמו ממנה: איש לא יקבל גישה כל עוד ההזמנה לא התקבלה.",
    genuine: "אם אינכם בטוחים שההודעה אמיתית, שאלו את {who}.",
    genuineYourself: "אם אינכם בטוחים שההודעה אמיתית, שאלו את {inviter} ישירות.",
    genuineOrganisation: "אם אינכם בטוחים שההודעה אמיתית, שאלו מישהו שאתם מכירים ב־{organisation}.",
    confirmSubject: "לאישור: צירוף {person} אל {group} ב־{organisation}",
    confirmLead: "אשרו את הצירוף של {person} לקבוצה {group}.",
    confirmWhy: "ניתן אישור ב־Slack בשם {name}. האישור ייחשב רק לאחר שתאמתו אותו בדף שהקישור הזה פותח.",
    confirm: "בדיקה ואישור",
    confirmLink: "בדיקה ואישור:",
    confirmExpiry: "הקישור פועל פעם אחת, עד {at}.",
    confirmUnexpected:
      "אם לא נתתם את האישור, אל תאמתו אותו: ייתכן שמישהו אחר משתמש בחשבון ה־Slack שלכם. דווחו למנהל המערכת.",
  },
  details: {
    name: "שם מלא",
    title: "תפקיד",
    phone: "טלפון",
    phoneHint: "עם קידומת המדינה: {example}",
    timeZone: "אזור זמן",
    timeZoneHint: "תאריכים ושעות מוצגים לפי אזור זה.",
    language: "שפה",
    nameMissing: "הזינו את שמכם המלא.",
    tooLong:
      "אפשר להזין עד {most, plural, one {תו אחד} two {שני תווים} other {# תווים}}. כרגע יש {length, plural, other {#}}.",
    phoneCountry: "מספר הטלפון צריך להתחיל ב־+ ובקידומת המדינה.",
    phoneExtension: "השמיטו את השלוחה ממספר הטלפון.",
    phoneIncomplete: "מספר הטלפון אינו שלם. בדקו אותו, או השאירו את השדה ריק.",
    timeZoneUnknown: "בחרו אזור זמן מהרשימה.",
    languageUnknown: "בחרו שפה מהרשימה.",
  },
  slack: {
    detailsSaved: "הפרטים שלכם נשמרו.",
  },
} satisfies Catalogue;
