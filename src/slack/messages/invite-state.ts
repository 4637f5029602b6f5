import type { RichTextElement } from "@slack/types";
import { moment } from "../../services/format.ts";
import type { BatchRow } from "../../services/invites/batch.ts";
import { isHeld } from "../../services/invites/delivery.ts";
import { date, text } from "../kit/blocks.ts";
import { isolated } from "../kit/phrase.ts";
import { reasonWords } from "./delivery-reason.ts";

/** The names of invite states in totals, worst first. */
export const stateNames = [
  "bounced",
  "not sent",
  "delayed",
  "expired",
  "declined",
  "queued",
  "sent",
  "delivered",
  "accepted",
  "cancelled",
] as const;

export type StateName = (typeof stateNames)[number];

/** Returns the state of an invite, in one word. */
export function stateName({ status, delivery }: Pick<BatchRow, "status" | "delivery">): StateName {
  if (status !== "pending") return status;
  switch (delivery.state) {
    case "queued":
      return "queued";
    case "sending":
      return delivery.reason ? "delayed" : "queued";
    case "sent":
      return "sent";
    case "deferred":
      return "delayed";
    case "delivered":
      return "delivered";
    case "bounced":
      return "bounced";
    case "dropped":
    case "failed":
      return "not sent";
  }
}

/** Tells whether an invite needs attention. */
export function needsAttention(row: Pick<BatchRow, "status" | "delivery">): boolean {
  return ["bounced", "not sent", "delayed", "expired", "declined"].includes(stateName(row));
}

/** Whether SendGrid reports deliveries. */
export interface Reporting {
  deliveryReported: boolean;
}

/** Returns an invite's state in words, and whether they end with a time. */
export function stateWords(
  row: Pick<BatchRow, "status" | "delivery"> & { settledBy?: string },
  { deliveryReported }: Reporting = { deliveryReported: true },
): { words: string; timed: boolean } {
  const reason = row.delivery.reason && reasonWords(row.delivery.reason);
  const plain = (words: string) => ({ words, timed: false });
  const timed = (words: string) => ({ words, timed: true });
  switch (stateName(row)) {
    case "queued":
      return plain("Queued");
    case "sent":
      return plain(deliveryReported ? "Sent, awaiting delivery" : "Sent; delivery is not tracked");
    case "delayed":
      return plain(isHeld(row.delivery) ? `Delayed, retrying: ${reason}` : "Delayed, retrying");
    case "delivered":
      return plain(reason ? `Delivered, but ${reason}` : "Delivered, not yet accepted");
    case "bounced":
      return plain(`Bounced: ${reason ?? "their server refused it"}`);
    case "not sent":
      return plain(`Not sent: ${reason ?? "the reason is unknown"}`);
    case "accepted":
      return timed("Accepted ");
    case "declined":
      return timed("Declined ");
    case "expired":
      return timed("Expired ");
    case "cancelled":
      return timed(`Cancelled by ${isolated(row.settledBy ?? "", 80)}, `);
  }
}

/** Writes an invite's state for places where Slack doesn't format dates. */
export function stateText(row: BatchRow, reporting: Reporting): string {
  const { words, timed } = stateWords(row, reporting);
  return timed ? words + moment(row.settledAt) : words;
}

/** Draws an invite's state for Slack, with the time in the reader's zone. */
export function stateElements(row: BatchRow, reporting: Reporting): RichTextElement[] {
  const { words, timed } = stateWords(row, reporting);
  return timed ? [text(words), date(row.settledAt)] : [text(words)];
}
