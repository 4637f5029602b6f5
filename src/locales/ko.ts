import type { Catalogue } from "./catalogue.ts";

export const catalogue = {
  common: {
    endDay: "{day}({zone})",
    endTime: "{day} {time}({zone})",
    days: "{days, plural, other {#일}}",
    hours: "{hours, plural, other {#시간}}",
    accessUntil: "액세스 기한은 {end}까지입니다.",
    accessForDays: "액세스 기간은 수락한 때부터 {days, plural, other {#일}}입니다.",
    accessForHours: "액세스 기간은 수락한 때부터 {hours, plural, other {#시간}}입니다.",
  },
  mail: {
    inviteSubject: "{inviter} 님이 보낸 {organisation} 초대",
    organisationSubject: "{organisation} 초대",
    reminderSubject: "알림: {inviter} 님이 보낸 {organisation} 초대",
    organisationReminderSubject: "알림: {organisation} 초대",
    invitation:
      "{count, plural, =0 {{who} 님의 {organisation} 초대가 도착했습니다.} other {{who} 님의 {organisation} 초대가 도착했습니다. 그룹: {groups}}}",
    organisationInvitation:
      "{count, plural, =0 {{organisation} 초대가 도착했습니다.} other {{organisation} 초대가 도착했습니다. 그룹: {groups}}}",
    resent: "이 이메일은 이전 이메일을 대신합니다. 이제 아래 링크만 사용할 수 있습니다.",
    reminder: "아직 응답하지 않으셨으며, 초대가 곧 만료됩니다. 링크는 이전과 같습니다.",
    writes: "{inviter} 님의 메시지:",
    view: "초대 보기",
    viewLink: "초대 보기:",
    copyLink: "버튼이 작동하지 않으면 다음 주소를 브라우저에 복사해 주십시오.",
    expiry: "초대 만료 시각: {at}(세계 표준시)",
    unexpected:
      "예상하지 못한 이메일이라면 무시하셔도 됩니다. 초대를 수락하지 않으면 누구에게도 액세스 권한이 주어지지 않습니다.",
    genuine: "진짜 이메일인지 확실하지 않으면 {who} 님에게 문의해 주십시오.",
    genuineYourself: "진짜 이메일인지 확실하지 않으면 {inviter} 님에게 직접 문의해 주십시오.",
    genuineOrganisation: "진짜 이메일인지 확실하지 않으면 {organisation}에 계신 지인에게 문의해 주십시오.",
    confirmSubject: "확인 요청: {organisation}에서 {person} 님을 {group} 그룹에 추가",
    confirmLead: "{person} 님을 {group} 그룹에 추가하는 것을 확인해 주십시오.",
    confirmWhy: "{name} 님이 Slack에서 승인했습니다. 이 링크로 열리는 페이지에서 확인해야 승인이 인정됩니다.",
    confirm: "검토 후 확인",
    confirmLink: "검토 후 확인:",
    confirmExpiry: "링크는 한 번만 사용할 수 있으며 기한은 {at}까지입니다.",
    confirmUnexpected:
      "승인한 적이 없다면 확인하지 마십시오. 다른 사람이 귀하의 Slack 계정을 사용하고 있을 수 있습니다. 관리자에게 알려 주십시오.",
  },
  details: {
    name: "이름",
    title: "직함",
    phone: "전화번호",
    phoneHint: "국가 번호를 포함해 주십시오: {example}",
    timeZone: "시간대",
    timeZoneHint: "날짜와 시간이 이 시간대로 표시됩니다.",
    language: "언어",
    nameMissing: "이름을 입력해 주십시오.",
    tooLong:
      "{most, plural, other {#자}} 이내로 입력해 주십시오. 지금은 {length, plural, other {#자}}입니다.",
    phoneCountry: "전화번호는 +와 국가 번호로 시작해 주십시오.",
    phoneExtension: "내선 번호는 빼고 입력해 주십시오.",
    phoneIncomplete: "전화번호가 완전하지 않습니다. 확인하거나 비워 두십시오.",
    timeZoneUnknown: "목록에서 시간대를 선택해 주십시오.",
    languageUnknown: "목록에서 언어를 선택해 주십시오.",
  },
  slack: {
    detailsSaved: "내 정보를 저장했습니다.",
  },
} satisfies Catalogue;
