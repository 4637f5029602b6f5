import { shorten } from "../../locales/shorten.ts";
import { moment } from "../../services/format.ts";
import type { DeliverySummary } from "../../services/webhooks/deliveries.ts";
import type { EndpointSummary } from "../../services/webhooks/list-endpoints.ts";

const MAX_EVENTS_NAMED = 3;

/** Describes which events a webhook gets, in a few words. */
export function eventWords(events: readonly string[]): string {
  if (events.includes("*")) return "Every event";
  const named = events.slice(0, MAX_EVENTS_NAMED).join(", ");
  const more = events.length - MAX_EVENTS_NAMED;
  return more > 0 ? `${named} and ${more} more` : named;
}

/** Says whether a webhook works. */
export function stateWords({ off, failingSince }: EndpointSummary, timeZone: string): string {
  if (off) {
    const why = {
      switched_off: "Off",
      failing: "Off: nothing reached it for five days",
      gone: "Off: it answered that it accepts no more messages (410)",
    };
    return `${why[off.reason]}, since ${moment(off.at, timeZone)}`;
  }
  return failingSince ? `Failing since ${moment(failingSince, timeZone)}` : "On";
}

/** Says what happened to a message. */
export function deliveryWords(delivery: DeliverySummary, timeZone: string): string {
  const { status, answer, attempts, settledAt, dueAt, createdAt } = delivery;
  const when = moment(settledAt ?? createdAt, timeZone);
  switch (status) {
    case "delivered":
      return `Delivered ${when} · answered ${answer}`;
    case "failed":
      return `Not delivered · ${answerWords(answer)} · given up ${when}`;
    case "waiting":
      if (answer === null) return `Waiting since ${when}`;
      return `Attempt ${attempts} failed · ${answerWords(answer)}${dueAt ? ` · next ${moment(dueAt, timeZone)}` : ""}`;
  }
}

function answerWords(answer: string | null): string {
  const [code, fact = ""] = (answer ?? "").split(":");
  switch (code) {
    case "webhook_answer":
      return `answered ${fact}`;
    case "webhook_timeout":
      return "no answer within 15 seconds";
    case "webhook_address_refused":
      return "its address may not be reached";
    case "webhook_unreachable":
      return fact === "ENOTFOUND" ? "its host name was not found" : `not reached (${shorten(fact, 60)})`;
    case "webhook_off":
      return "the webhook was off";
    case "webhook_not_permitted":
      return "the API client that saved the webhook may not read it";
    case "webhook_no_key":
      return "its secret can’t be read, because SECRET_KEYS lacks the key";
    default:
      return "it failed";
  }
}
