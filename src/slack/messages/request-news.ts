import type { Sentence } from "../../locales/sentence.ts";
import { shorten } from "../../locales/shorten.ts";
import type { Words } from "../../locales/words.ts";
import type { RequestDetails } from "../../services/requests/request-details.ts";
import { actions, paragraph, text } from "../kit/blocks.ts";
import type { Card } from "../kit/card.ts";
import { inline, say } from "../kit/phrase.ts";
import type { Reader } from "../kit/reader.ts";
import { replyButton, viewButton } from "./request-card.ts";
import { grantText, timeAsked, whatOf } from "./request-phrases.ts";

/** What someone is told about a request besides its card, since a message that changes notifies nobody. */
export type RequestNews = "settled" | "asked" | "replied" | "waiting" | "nobody" | "granted" | "taken_away";

/**
 * Tells it in a sentence or two: 1 block, and 1 to reply.
 *
 * @param which the question it is about, counted from 0
 */
export function requestNewsCard(
  request: RequestDetails,
  news: RequestNews,
  reader: Reader,
  which = request.questions.length - 1,
): Card {
  const { words } = reader;
  const question = request.questions[which];
  const lines = newsLines(request, news, question, reader);
  const isOpen = request.status === "pending";
  const buttons =
    news === "asked" && isOpen && question?.reply === null
      ? [replyButton(request, which, words)]
      : news === "granted" || (news !== "settled" && news !== "nobody" && isOpen)
        ? [viewButton(request, words)]
        : [];
  return {
    text: lines.map((line) => say(words, line)).join("\n"),
    blocks: [
      paragraph(...lines.flatMap((line, at) => [...(at > 0 ? [text("\n")] : []), ...inline(words, line)])),
      ...(buttons.length > 0 ? [actions(...buttons)] : []),
    ],
  };
}

function newsLines(
  request: RequestDetails,
  news: RequestNews,
  question: RequestDetails["questions"][number] | undefined,
  reader: Reader,
): (Sentence | string)[] {
  const { words, timeZone } = reader;
  const { cards } = words;
  const what = whatOf(request, words);
  const name = shorten(request.asker.name, 100);
  switch (news) {
    case "settled":
      return settledLines(request, what, words);
    case "asked": {
      const by = shorten(question?.by ?? "…", 80);
      return [cards.askedNews({ name: by, what, question: shorten(question?.text ?? "", 500) })];
    }
    case "replied":
      return [cards.repliedNews({ name, what, reply: shorten(question?.reply ?? "", 500) })];
    case "waiting": {
      const at = words.moment(request.lapsesAt, timeZone);
      return [request.byWorkflow ? cards.workflowWaits({ what, at }) : cards.waitingNews({ name, what, at })];
    }
    case "granted":
      return [
        cards.grantedNews({ name, what }),
        cards.time({ time: timeAsked(request, words) }),
        cards.why({ reason: shorten(request.reason ?? "", 500) }),
      ];
    case "taken_away":
      return takenAwayLines(request, what, words);
    case "nobody":
      return [cards.nobodyNews({ what })];
  }
}

function takenAwayLines(
  request: RequestDetails,
  what: Sentence | string,
  words: Words,
): (Sentence | string)[] {
  const { cards } = words;
  const by = shorten(request.afterwards?.by ?? "…", 80);
  if (!request.afterwards?.kept) return [cards.takenAwayNews({ by, what })];
  return [cards.takenAwayInPartNews({ by, what }), ...grantText(request, words)];
}

/** Tells the asker what happened to their request. */
function settledLines(request: RequestDetails, what: Sentence | string, words: Words): (Sentence | string)[] {
  const { cards, list } = words;
  const { status, settled, answers, inviteEnded } = request;
  const by = shorten(settled?.by ?? "…", 80);
  const names = answers.filter(({ approved }) => approved).map((each) => shorten(each.by, 80));
  switch (status) {
    case "pending":
      return [cards.pendingNews({ what })];
    case "approved": {
      const approved = cards.approvedNews({ names: list(names.length > 0 ? names : [by]), what });
      return [approved, ...grantText(request, words)];
    }
    case "denied":
      return [cards.deniedNews({ by, what }), ...grantText(request, words)];
    case "withdrawn":
      if (inviteEnded === "cancelled") return [cards.cancelledNews({ what, by })];
      return [inviteEnded ? cards.declinedNews({ what }) : cards.withdrawnNews({ by, what })];
    case "lapsed":
      return [cards.lapsedNews({ what })];
  }
}
