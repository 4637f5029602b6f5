import type { Acknowledgement } from "./acknowledgement.ts";

const slowMs = 1_000;

/** Returns what a developer should know about the app's reaction to a request, each problem in a sentence. */
export function deliveryProblems({ error, status, ms }: Acknowledgement, deadlineMs: number): string[] {
  if (error === "operation_timeout")
    return [`Not acknowledged within ${seconds(deadlineMs)}: Slack gave up waiting.`];
  if (error) return [status ? `Answered with HTTP ${status}; Slack takes 200.` : "Nobody answered."];
  return ms > slowMs ? [`Slow: acknowledged after ${seconds(ms)}; Slack waits ${seconds(deadlineMs)}.`] : [];
}

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}
