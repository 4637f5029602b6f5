import { DomainError } from "../errors.ts";
import { moment } from "../format.ts";

/** Someone acted on the webhook since the actor last saw it. */
export class WebhookChanged extends DomainError<{ name: string; deleted: boolean; by: string; at: Date }> {
  readonly code = "webhook_changed";
  sentence(timeZone?: string): string {
    const { name, deleted, by, at } = this.facts;
    const when = moment(at, timeZone);
    return deleted
      ? `${by} deleted the webhook ${name} on ${when}.`
      : `${by} changed the webhook ${name} on ${when}. Nothing else was changed. Check before you continue.`;
  }
}

/** Nothing is sent to a webhook that is off. */
export class WebhookOff extends DomainError<{ name: string }> {
  readonly code = "webhook_off";
  sentence(): string {
    return `The webhook ${this.facts.name} is off. Resume it first.`;
  }
}

/** Without SECRET_KEYS there is nothing to encrypt a secret with. */
export class WebhooksUnavailable extends DomainError {
  readonly code = "webhooks_unavailable";
  constructor() {
    super({});
  }
  sentence(): string {
    return "Webhooks can’t be added yet, because SECRET_KEYS is not set. Ask whoever runs iam-bot to set it.";
  }
}
