import { DomainError } from "../errors.ts";

/** The same person requested the same export a moment ago, and it is on its way. */
export class ExportRunning extends DomainError<{ label: string }> {
  readonly code = "export_running";
  sentence(): string {
    return `Your export of ${this.facts.label} is on its way already. The file comes as a message from this app.`;
  }
}
