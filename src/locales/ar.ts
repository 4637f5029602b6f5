import type { Catalogue } from "./catalogue.ts";

export const catalogue = {
  common: {
    endDay: "{day} ({zone})",
    endTime: "{day}، الساعة {time} ({zone})",
    days: "{days, plural, zero {# يوم} one {يوم واحد} two {يومان} few {# أيام} many {# يومًا} other {# يوم}}",
    hours:
      "{hours, plural, zero {# ساعة} one {ساعة واحدة} two {ساعتان} few {# ساعات} many {# ساعة} other {# ساعة}}",
    accessUntil: "يستمر الوصول المتاح لكم حتى {end}.",
    accessForDays:
      "مدة الوصول المتاح لكم من وقت القبول: {days, plural, zero {# يوم} one {يوم واحد} two {يومان} few {# أيام} many {# يومًا} other {# يوم}}.",
    accessForHours:
      "مدة الوصول المتاح لكم من وقت القبول: {hours, plural, zero {# ساعة} one {ساعة واحدة} two {ساعتان} few {# ساعات} many {# ساعة} other {# ساعة}}.",
  },
  mail: {
    inviteSubject: "دعوة من {inviter} للانضمام إلى {organisation}",
    organisationSubject: "دعوة للانضمام إلى {organisation}",
    reminderSubject: "تذكير: دعوة من {inviter} للانضمام إلى {organisation}",
    organisationReminderSubject: "تذكير: دعوة للانضمام إلى {organisation}",
    invitation:
      "{count, plural, =0 {وصلتكم دعوة من {who} للانضمام إلى {organisation}.} one {وصلتكم دعوة من {who} للانضمام إلى {organisation} في المجموعة {groups}.} other {وصلتكم دعوة من {who} للانضمام إلى {organisation} في المجموعات {groups}.}}",
    organisationInvitation:
      "{count, plural, =0 {وصلتكم دعوة للانضمام إلى {organisation}.} one {وصلتكم دعوة من {organisation} للانضمام إلى المجموعة {groups}.} other {وصلتكم دعوة من {organisation} للانضمام إلى المجموعات {groups}.}}",
    resent: "تحل هذه الرسالة محل الرسائل السابقة: الرابط أدناه هو الوحيد الصالح الآن.",
    reminder: "لم يصلنا ردكم بعد، وستنتهي صلاحية الدعوة قريبًا. الرابط هو نفسه السابق.",
    writes: "رسالة من {inviter}:",
    view: "عرض الدعوة",
    viewLink: "عرض الدعوة:",
    copyLink: "إذا لم يعمل الزر، فانسخوا هذا العنوان إلى المتصفح:",
    expiry: "تنتهي صلاحية الدعوة: {at} (التوقيت العالمي).",
    unexpected: "إذا لم تكونوا تتوقعون هذه الرسالة، فتجاهلوها: لن يحصل أحد على الوصول ما لم تُقبل الدعوة.",
    genuine: "إذا لم تكونوا متأكدين من صحتها، فاسألوا {who}.",
    genuineYourself: "إذا لم تكونوا متأكدين من صحتها، فاسألوا {inviter} مباشرة.",
    genuineOrganisation: "إذا لم تكونوا متأكدين من صحتها، فاسألوا من تعرفونه في {organisation}.",
    confirmSubject: "للتأكيد: إضافة {person} إلى {group} في {organisation}",
    confirmLead: "يرجى تأكيد إضافة {person} إلى المجموعة {group}.",
    confirmWhy:
      "تمت الموافقة في Slack باسم {name}. لا تُحتسب الموافقة إلا بعد تأكيدها في الصفحة التي يفتحها هذا الرابط.",
    confirm: "مراجعة وتأكيد",
    confirmLink: "مراجعة وتأكيد:",
    confirmExpiry: "يعمل الرابط مرة واحدة، حتى {at}.",
    confirmUnexpected:
      "إذا لم توافقوا على هذا، فلا تؤكدوا: فربما يستخدم شخص آخر حسابكم في Slack. يرجى إبلاغ أحد المشرفين.",
  },
  details: {
    name: "الاسم الكامل",
    title: "المسمى الوظيفي",
    phone: "الهاتف",
    phoneHint: "مع رمز البلد: {example}",
    timeZone: "المنطقة الزمنية",
    timeZoneHint: "تُعرض التواريخ والأوقات حسب هذه المنطقة.",
    language: "اللغة",
    nameMissing: "يرجى إدخال الاسم الكامل.",
    tooLong:
      "الحد الأقصى {most, plural, zero {# حرف} one {حرف واحد} two {حرفان} few {# أحرف} many {# حرفًا} other {# حرف}}، والعدد الحالي {length, plural, other {#}}.",
    phoneCountry: "يرجى أن يبدأ رقم الهاتف بعلامة + ورمز البلد.",
    phoneExtension: "يرجى عدم كتابة الرقم الداخلي للهاتف.",
    phoneIncomplete: "رقم الهاتف غير مكتمل. يرجى التحقق منه أو ترك الحقل فارغًا.",
    timeZoneUnknown: "يرجى اختيار منطقة زمنية من القائمة.",
    languageUnknown: "يرجى اختيار لغة من القائمة.",
  },
  slack: {
    detailsSaved: "تم حفظ بياناتكم.",
  },
} satisfies Catalogue;
