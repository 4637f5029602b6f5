import { DomainError } from "../errors.ts";
import { moment } from "../format.ts";

/** Someone acted on the API client since the actor last saw it. */
export class ClientChanged extends DomainError<{ name: string; revoked: boolean; by: string; at: Date }> {
  readonly code = "client_changed";
  sentence(timeZone?: string): string {
    const { name, revoked, by, at } = this.facts;
    const when = moment(at, timeZone);
    return revoked
      ? `${by} revoked the API client ${name} on ${when}.`
      : `${by} changed the API client ${name} on ${when}. Nothing else was changed. Check before you continue.`;
  }
}
