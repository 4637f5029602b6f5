import { readReason, storedReason, waitsForOperator } from "../../models/delivery-reason.ts";
import type { DeliveryState, DeliveryStep, InviteDocument } from "../../models/invite.ts";
import { DAY_MS } from "../durations.ts";

/** A later state outranks every earlier one, so the order in which reports arrive doesn't matter. */
const rank: Record<DeliveryState, number> = {
  queued: 0,
  sending: 1,
  // Given up here; a report from the mail service means that it has the mail after all.
  failed: 2,
  sent: 3,
  deferred: 4,
  // Of two copies of a mail, one may be delivered and the other dropped.
  dropped: 5,
  delivered: 6,
  // A mailbox may accept a mail and bounce it later.
  bounced: 7,
};

const handedOver: readonly DeliveryState[] = ["sent", "deferred", "dropped", "delivered", "bounced"];

/** Whether a person must do something about it: the mail won't arrive. */
export function isTrouble({ state }: { state: DeliveryState }): boolean {
  return state === "bounced" || state === "dropped" || state === "failed";
}

/** Whether only the operator can help. Every admin's Home mentions it. */
export function isHeld({ reason }: { reason?: string | undefined }): boolean {
  return reason !== undefined && waitsForOperator(readReason(reason));
}

/** How long before its expiry an open invite is worth a look. */
export const SOON_MS = 2 * DAY_MS;

/** Whether an admin should look at an invite, if it is pending: its mail won't arrive, or it expires soon. */
export function needsAttention(
  { delivery, expiresAt }: Pick<InviteDocument, "delivery" | "expiresAt">,
  now: Date,
): boolean {
  return isTrouble(delivery) || expiresAt.getTime() <= now.getTime() + SOON_MS;
}

/** Turns the reason of a step into a code where an older version wrote a sentence. */
export function coded(step: DeliveryStep): DeliveryStep {
  return step.reason === undefined ? step : { ...step, reason: storedReason(readReason(step.reason)) };
}

/**
 * Adds steps to a history: each once, in one order however they arrived. Of several `sent` in a generation, keeps the
 * first.
 */
export function withSteps(history: readonly DeliveryStep[], steps: readonly DeliveryStep[]): DeliveryStep[] {
  const distinct = new Map<string, DeliveryStep>();
  for (const step of [...history, ...steps].sort(inOrder)) {
    const key = keyOf(step);
    if (!distinct.has(key)) distinct.set(key, step);
  }
  return [...distinct.values()];
}

function keyOf({ state, generation, at, reason }: DeliveryStep): string {
  return JSON.stringify([generation, state, ...(state === "sent" ? [] : [at, reason])]);
}

function inOrder(a: DeliveryStep, b: DeliveryStep): number {
  return a.generation - b.generation || a.at.getTime() - b.at.getTime() || byWeight(a, b);
}

function byWeight(a: DeliveryStep, b: DeliveryStep): number {
  return (
    rank[a.state] - rank[b.state] ||
    Number(a.permanent ?? false) - Number(b.permanent ?? false) ||
    a.at.getTime() - b.at.getTime() ||
    (a.reason ?? "").localeCompare(b.reason ?? "")
  );
}

/** Finds the step that decides the delivery of a generation's mail. */
export function latestStep(history: readonly DeliveryStep[], generation: number): DeliveryStep | undefined {
  return history
    .filter((step) => step.generation === generation)
    .sort(byWeight)
    .at(-1);
}

/** Finds when a generation's mail was handed to the mail service, as far as is known. */
export function handedOverAt(history: readonly DeliveryStep[], generation: number): Date | undefined {
  return history.find((step) => step.generation === generation && handedOver.includes(step.state))?.at;
}
