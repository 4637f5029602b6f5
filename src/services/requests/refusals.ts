import { english } from "../../locales/english.ts";
import { asText } from "../../locales/sentence.ts";
import type { Words } from "../../locales/words.ts";
import { hoursIn } from "../end-text.ts";
import { InvalidFields } from "../errors.ts";

/** Why a request, or an answer to one, is refused, by the name of the message that says it. Times are in hours. */
export type RequestFault =
  | {
      code:
        | "groupGone"
        | "oneHour"
        | "askedAlready"
        | "deniedToday"
        | "noAddress"
        | "noQuestion"
        | "remindedLately"
        | "atMostAsked"
        | "sameTime";
    }
  | {
      code:
        | "manyOpen"
        | "manyToday"
        | "reason"
        | "whyNot"
        | "question"
        | "reply"
        | "manyQuestions"
        | "manyMails";
      most: number;
    }
  | { code: "notOpen" | "inForGood" | "noEmergency" | "onlyEmergency"; group: string }
  | { code: "hoursMost" | "emergencyMost"; group: string; hours: number }
  | { code: "domain"; domain: string }
  | {
      code:
        | "suspended"
        | "pendingInvite"
        | "otherAccount"
        | "domainOfPerson"
        | "manyMailsToPerson"
        | "yourLimit"
        | "totalLimit";
      person: string;
    }
  | { code: "inviteExpired" | "otherTime"; email: string }
  | { code: "inviteSettled"; email: string; status: "accepted" | "declined" | "cancelled" };

/** What somebody typed or chose about a request will not do: why, for each field. */
export class InvalidRequest extends InvalidFields {
  constructor(readonly faults: Readonly<Record<string, RequestFault>>) {
    super(refusalTexts(faults, english));
  }
}

/** Says for each field that has one what is wrong with it, in the reader's language. */
export function refusalTexts(
  faults: Readonly<Record<string, RequestFault>>,
  words: Words,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(faults).map(([field, fault]) => [field, refusalText(fault, words)]),
  );
}

function refusalText(fault: RequestFault, words: Words): string {
  const said = sentenceOf(fault, words);
  return typeof said === "string" ? said : asText(said, words.language.dir);
}

function sentenceOf(fault: RequestFault, words: Words) {
  const { refusals } = words;
  if ("most" in fault) return refusals[fault.code]({ most: words.number(fault.most) });
  if ("hours" in fault)
    return refusals[fault.code]({ group: fault.group, time: hoursIn(words, fault.hours) });
  if ("group" in fault) return refusals[fault.code](fault);
  if ("person" in fault) return refusals[fault.code](fault);
  if ("domain" in fault) return refusals[fault.code](fault);
  if ("status" in fault) return refusals[fault.code](fault);
  if ("email" in fault) return refusals[fault.code](fault);
  return refusals[fault.code];
}
