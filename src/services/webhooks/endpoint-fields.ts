import { cutOff } from "../cut-off.ts";
import { InvalidFields } from "../errors.ts";
import { inLines } from "../one-line.ts";
import { eventChoices } from "./event-names.ts";
import type { SecretKeys } from "./secret.ts";

export const LONGEST_URL = 1_000;
export const LONGEST_WEBHOOK_DESCRIPTION = 60;

/** The operator's settings for webhooks. */
export interface WebhookSettings {
  /** Undefined if SECRET_KEYS is not set. */
  secretKeys: SecretKeys;
  /** Says why webhooks can't go to an address; null if they may. Host names are checked again at each connection. */
  urlFault: (url: string) => string | null;
}

/** The settings that somebody asks for. */
export interface EndpointRequest {
  url: string;
  description: string;
  events: readonly string[];
}

/** Checks a request. @throws InvalidFields with a sentence for each field (`url`, `description`, `events`) */
export function endpointFields(request: EndpointRequest, { urlFault }: Pick<WebhookSettings, "urlFault">) {
  const [url, description] = [request.url.trim(), inLines(request.description)];
  const errors = {
    url: urlError(url) ?? urlFault(url),
    description: descriptionError(description),
    events: eventsError(request.events),
  };
  const wrong = Object.entries(errors).flatMap(([field, error]) => (error ? [[field, error]] : []));
  if (wrong.length > 0) throw new InvalidFields(Object.fromEntries(wrong));
  return {
    url: new URL(url).href,
    description,
    events: eventChoices.filter((each) => request.events.includes(each)),
  };
}

/** Checks an address. It is stored as sent, where a letter such as é takes several characters. */
function urlError(url: string): string | null {
  const sent = URL.canParse(url) ? new URL(url).href : url;
  return Math.max(url.length, sent.length) > LONGEST_URL ? `Use at most ${LONGEST_URL} characters.` : null;
}

function descriptionError(description: string): string | null {
  if (description.length > LONGEST_WEBHOOK_DESCRIPTION)
    return `Use at most ${LONGEST_WEBHOOK_DESCRIPTION} characters.`;
  return /[\p{Cc}\p{Zl}\p{Zp}]/u.test(description) ? "Use one line." : null;
}

function eventsError(events: readonly string[]): string | null {
  if (events.length === 0) return "Choose at least one event.";
  const unknown = events.find((name) => !eventChoices.includes(name));
  return unknown === undefined ? null : `There is no event “${cutOff(unknown, 60)}”.`;
}
