import type { Sentence } from "../../locales/sentence.ts";
import { shorten } from "../../locales/shorten.ts";
import type { Words } from "../../locales/words.ts";
import { endIn, hoursIn } from "../../services/end-text.ts";
import type { RequestDetails } from "../../services/requests/request-details.ts";
import { say } from "../kit/phrase.ts";

/** Who reads it: the asker, someone who can answer, an admin after an emergency, or someone who may only read. */
export type RequestRole = "asker" | "decider" | "afterwards" | "reader";

/** Names the requested group, and the person it is for if that isn't the asker. */
export function whatOf({ subject, group }: Pick<RequestDetails, "subject" | "group">, { cards }: Words) {
  const name = shorten(group, 60);
  return subject ? cards.groupFor({ group: name, person: shorten(subject.name, 100) }) : name;
}

/** Says who asks for what. */
export function asksText(
  request: Pick<RequestDetails, "asker" | "byWorkflow" | "subject" | "group">,
  words: Words,
): Sentence {
  const what = whatOf(request, words);
  if (request.byWorkflow) return words.cards.workflowAsks({ what });
  return words.cards.asks({ name: shorten(request.asker.name, 100), what });
}

/** Says for how long something is asked for. */
export function timeAsked({ hours, wanted }: Pick<RequestDetails, "hours" | "wanted">, words: Words): string {
  const { requests } = words;
  if (wanted) return say(words, requests.until({ end: endIn(words, wanted) }));
  return hours === null ? requests.noEnd : hoursIn(words, hours);
}

/** Returns the time that was asked for, and what an approval would give if that is less by now. */
export function timeText(request: RequestDetails, words: Words): Sentence {
  const { hours, longestHours, status } = request;
  const time = timeAsked(request, words);
  if (status !== "pending") return words.cards.timeAsked({ time });
  const isCapped = longestHours !== null && (hours === null || hours > longestHours);
  return isCapped
    ? words.cards.timeCapped({ time, most: hoursIn(words, longestHours) })
    : words.cards.time({ time });
}

/** Draws the last question on its own, for the person who replies. */
export function questionText(
  { by, text: question }: RequestDetails["questions"][number],
  { cards }: Words,
): Sentence {
  return cards.question({ name: shorten(by, 80), question: shorten(question, 500) });
}

/** Says what state a request is in. */
export function stateOf(request: RequestDetails, role: RequestRole, words: Words): Sentence | string {
  const { status, settled, answers, needed, rule, inviteEnded, asker } = request;
  const { cards, list } = words;
  const by = shorten(settled?.by ?? "…", 80);
  const names = answers.filter(({ approved }) => approved).map((each) => shorten(each.by, 80));
  switch (status) {
    case "pending":
      if (names.length > 0) return cards.waitsForOneMore({ names: list(names) });
      return needed > 1 ? cards.waitsForTwo : cards.waits;
    case "approved":
      if (rule) return rule === "emergency" ? cards.emergency : cards.atOnce;
      return cards.approvedBy({ names: list(names.length > 0 ? names : [by]) });
    case "denied":
      return cards.deniedBy({ by });
    case "withdrawn":
      if (inviteEnded === "cancelled") return cards.withdrawnCancelled({ by });
      if (inviteEnded === "declined") return cards.withdrawnDeclined;
      return role === "asker" && settled?.by === asker.name ? cards.youWithdrew : cards.withdrawnBy({ by });
    case "lapsed":
      return cards.lapsed;
  }
}

/** Says what an admin did about an emergency afterwards; null if nothing yet. */
export function afterwardsText({ afterwards }: RequestDetails, { cards }: Words): Sentence | null {
  if (!afterwards) return null;
  const by = shorten(afterwards.by, 80);
  if (afterwards.answer === "seen") return cards.seenBy({ by });
  return afterwards.kept ? cards.takenAwayInPartBy({ by }) : cards.takenAwayBy({ by });
}

/** Says what the request led to, one line each. */
export function grantText(
  { status, answers, end, invited, byInvite, afterwards }: RequestDetails,
  words: Words,
): string[] {
  const { cards, requests } = words;
  if (status === "denied") {
    const why = answers.find(({ approved }) => !approved)?.reason;
    return why ? [say(words, cards.whyNot({ reason: shorten(why, 500) }))] : [];
  }
  if (status !== "approved") return [];
  if (invited) return [byInvite ? cards.inInvite : cards.invited];
  if (afterwards?.answer === "taken_away" && !afterwards.kept) return [];
  const until = afterwards?.kept ? afterwards.kept.end : end;
  return [until ? say(words, cards.until({ end: endIn(words, until) })) : requests.noEndOption];
}
