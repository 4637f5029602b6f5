import type { Catalogue } from "./catalogue.ts";

export const catalogue = {
  common: {
    endDay: "{day}（{zone}）",
    endTime: "{day} {time}（{zone}）",
    days: "{days, plural, other {#日}}",
    hours: "{hours, plural, other {#時間}}",
    accessUntil: "アクセスできる期間は{end}までです。",
    accessForDays: "アクセスできる期間は承諾から{days, plural, other {#日間}}です。",
    accessForHours: "アクセスできる期間は承諾から{hours, plural, other {#時間}}です。",
  },
  mail: {
    inviteSubject: "{inviter}さんから{organisation}への招待",
    organisationSubject: "{organisation}への招待",
    reminderSubject: "再度のご案内：{inviter}さんから{organisation}への招待",
    organisationReminderSubject: "再度のご案内：{organisation}への招待",
    invitation:
      "{count, plural, =0 {{who}さんから{organisation}への招待が届いています。} other {{who}さんから{organisation}のグループ「{groups}」への招待が届いています。}}",
    organisationInvitation:
      "{count, plural, =0 {{organisation}への招待が届いています。} other {{organisation}からグループ「{groups}」への招待が届いています。}}",
    resent: "このメールは以前のメールに代わるものです。現在有効なのは下のリンクだけです。",
    reminder: "まだご回答をいただいていません。招待の期限が近づいています。リンクは以前と同じです。",
    writes: "{inviter}さんからのメッセージ：",
    view: "招待を見る",
    viewLink: "招待を見る：",
    copyLink: "ボタンが使えない場合は、次のアドレスをブラウザーにコピーしてください。",
    expiry: "招待の有効期限は{at}（協定世界時）です。",
    unexpected:
      "お心当たりのない場合は、このメールを無視してください。招待が承諾されないかぎり、誰にもアクセス権は与えられません。",
    genuine: "本物かどうか不明な場合は、{who}さんにご確認ください。",
    genuineYourself: "本物かどうか不明な場合は、{inviter}さんに直接ご確認ください。",
    genuineOrganisation: "本物かどうか不明な場合は、{organisation}のお知り合いにご確認ください。",
    confirmSubject: "ご確認ください：{organisation}で{person}さんが{group}に加わります",
    confirmLead: "{person}さんがグループ「{group}」に加わることを確認してください。",
    confirmWhy:
      "{name}さんがSlackで承認しました。この承認は、下のリンクのページで確認した時点で有効になります。",
    confirm: "内容を見て確認する",
    confirmLink: "内容を見て確認する：",
    confirmExpiry: "リンクは一度だけ、{at}まで有効です。",
    confirmUnexpected:
      "承認した覚えがない場合は、確認しないでください。ほかの誰かがあなたのSlackアカウントを使っているおそれがあります。管理者に知らせてください。",
  },
  details: {
    name: "氏名",
    title: "役職",
    phone: "電話番号",
    phoneHint: "国番号から入力してください：{example}",
    timeZone: "タイムゾーン",
    timeZoneHint: "日時はこのタイムゾーンで表示されます。",
    language: "言語",
    nameMissing: "氏名を入力してください。",
    tooLong:
      "{most, plural, other {#文字}}以内で入力してください。現在は{length, plural, other {#文字}}です。",
    phoneCountry: "電話番号は「+」と国番号から入力してください。",
    phoneExtension: "内線番号は入れないでください。",
    phoneIncomplete: "電話番号が正しくありません。確認するか、空欄にしてください。",
    timeZoneUnknown: "一覧からタイムゾーンを選んでください。",
    languageUnknown: "一覧から言語を選んでください。",
  },
  slack: {
    detailsSaved: "登録情報を保存しました。",
  },
} satisfies Catalogue;
