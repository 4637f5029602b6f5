import { english } from "../../locales/english.ts";
import { asText } from "../../locales/sentence.ts";
import type { Words } from "../../locales/words.ts";
import { hoursIn } from "../end-text.ts";
import { DomainError, InvalidFields } from "../errors.ts";
import { moment } from "../format.ts";

/** Why a request, or an answer to one, is refused, by the name of the message that explains it. Times are in hours. */
export type RequestFault =
  | {
      code:
        | "groupGone"
        | "oneHour"
        | "askedAlready"
        | "askedForYouByWorkflow"
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
  | { code: "askedForYou"; name: string }
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

/** What someone typed or chose about a request is invalid: why, for each field. */
export class InvalidRequest extends InvalidFields {
  constructor(readonly faults: Readonly<Record<string, RequestFault>>) {
    super(refusalTexts(faults, english));
  }
}

/** Explains, for each invalid field, what is wrong with it, in the reader's language. */
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
  if ("name" in fault) return refusals[fault.code](fault);
  if ("domain" in fault) return refusals[fault.code](fault);
  if ("status" in fault) return refusals[fault.code](fault);
  if ("email" in fault) return refusals[fault.code](fault);
  return refusals[fault.code];
}

/** Nobody answers their own request. */
export class OwnRequest extends DomainError {
  readonly code = "own_request";
  constructor() {
    super({});
  }
  sentence(): string {
    return "You can’t answer your own request. Somebody else who decides has to.";
  }
}

/** Approvals for this group count only once their decider confirms by email, which this one can't. */
export class ConfirmationNeeded extends DomainError<{
  group: string;
  because: "program" | "not_registered";
}> {
  readonly code = "confirmation_needed";
  sentence(): string {
    const { group, because } = this.facts;
    return because === "program"
      ? `Whoever approves for ${group} confirms it by email, so no program can. Somebody who decides has to approve it themselves.`
      : `Whoever approves for ${group} confirms it by email, and you have no registered address here. Register first, or have somebody else approve.`;
  }
}

/** Someone answered the request first, or it was withdrawn or lapsed. */
export class RequestSettled extends DomainError<{
  /** The person it is for. */
  person: string;
  group: string;
  status: "approved" | "denied" | "withdrawn" | "lapsed" | "answered" | "seen" | "taken_away";
  by: string | null;
  at: Date | null;
}> {
  readonly code = "request_settled";
  sentence(timeZone?: string): string {
    const { person, group, status, by, at } = this.facts;
    const what = `the request to put ${person} into ${group}`;
    const when = at ? ` on ${moment(at, timeZone)}` : "";
    switch (status) {
      case "answered":
        return `You approved ${what} already. It waits for somebody else.`;
      case "seen":
        return `${by ?? "Somebody"} has seen the emergency access of ${person} to ${group}${when}.`;
      case "taken_away":
        return `${by ?? "Somebody"} took away the emergency access of ${person} to ${group}${when}.`;
      case "lapsed":
        return `Nobody answered ${what} in time. It lapsed${when}.`;
      default:
        return `${by ?? "Somebody"} ${status === "withdrawn" ? "withdrew" : status} ${what}${when}.`;
    }
  }
}
