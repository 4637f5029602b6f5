import type { RunKind, RunStatus } from "../../models/run.ts";
import { DomainError } from "../errors.ts";

/** Someone acted on a run first, it has ended, or its review is `over`. */
export class RunChanged extends DomainError<{ kind: RunKind; status: RunStatus | "over"; by: string }> {
  readonly code = "run_changed";
  sentence(): string {
    const { kind, status, by } = this.facts;
    switch (status) {
      case "review":
        return `This ${kind} has not started yet.`;
      case "over":
        return `This review is older than 23 hours. ${kind === "import" ? "Upload the file again" : "Search the list again"}.`;
      case "running":
        return `The ${kind} is running: ${by} was first.`;
      case "paused":
        return `${by} paused the ${kind}.`;
      case "cancelled":
        return `${by} cancelled the rest of the ${kind}.`;
      case "done":
        return `The ${kind} is finished.`;
    }
  }
}

/** The daily limit on imports (UTC) is used up, or imports are switched off: `most` is 0. */
export class ImportLimitReached extends DomainError<{ most: number; left: number; wanted: number }> {
  readonly code = "import_limit";
  sentence(): string {
    const { most, left, wanted } = this.facts;
    if (most === 0) return "Imports are switched off. Ask whoever runs iam-bot.";
    const number = (count: number) => count.toLocaleString("en");
    if (wanted > most)
      return `Nothing was started: this import needs ${number(wanted)} lines, and ${number(most)} a day are allowed. Split it.`;
    return `Nothing was started: this import needs ${number(wanted)} of the ${number(most)} lines a day, and ${number(left)} ${left === 1 ? "is" : "are"} left. Try again after midnight UTC, or split it.`;
  }
}
