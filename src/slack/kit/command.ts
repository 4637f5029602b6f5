import type { KnownBlock, ModalView } from "@slack/types";
import type { AccountActor } from "../../services/actor.ts";
import { canonicalEmail } from "../../services/email-address.ts";
import type { Permission } from "../../services/permissions.ts";

/** A subcommand of `/iam`, as it reaches the folder that carries it out. It was acknowledged already. */
export interface Command {
  /** What was typed after the subcommand. */
  text: string;
  actor: AccountActor;
  /** Opens a modal, once and within 3 s, without what the asker may not do. */
  open(view: ModalView): Promise<void>;
  /** Answers the asker alone; without blocks, with the text as it is. */
  reply(text: string, blocks?: KnownBlock[]): Promise<void>;
}

/** A subcommand: what it does, and what help says of it. */
export interface Subcommand {
  run(command: Command): Promise<void>;
  example: string;
  about: string;
  /** What whoever may change things can do there besides. */
  changes?: string;
  /** What it asks for; missing where everyone may. */
  permission?: Permission;
  /** Whether `run` brings the account in line itself, beside what it reads. */
  syncsAccount?: true;
  /** A button that does the same as the bare subcommand, for a main job. */
  button?: { id: string; label: string };
}

/** What Slack marks: a link, a channel, a group of people or a date, and how it reads. People are left as they are. */
const marked = /<(?!@)(?<sigil>[#!]?)(?<target>[^<>|]*)(?:\|(?<label>[^<>]*))?>/g;
const entity = /&(?<name>amp|lt|gt);/g;
const characters: Record<string, string> = { amp: "&", lt: "<", gt: ">" };

/**
 * Reads a text of Slack's as it was typed: Slack marks addresses, domains, channels and groups of people, and escapes `&`,
 * `<` and `>`. Mentions of people stay.
 */
export function unescapeText(text: string): string {
  return text
    .replace(marked, (whole, sigil: string, target: string, label = "") =>
      sigil === "" && !/^[a-z][a-z\d+.-]*:/i.test(target) ? whole : asTyped(sigil, target, label),
    )
    .replace(entity, unescapeEntity)
    .trim();
}

const unescapeEntity = (whole: string, name: string): string => characters[name] ?? whole;

function asTyped(sigil: string, target: string, label: string): string {
  if (sigil === "#") return `#${label || target}`;
  if (sigil === "!") return label ? broadcastOrDate(target, label) : `@${target.replace(/^subteam\^/, "")}`;
  return linkAsTyped(target, label);
}

/** Reads a link as it was typed: an address or a domain; a name that leads to an address as `Eve &lt;eve@example.com&gt;`. */
function linkAsTyped(target: string, label: string): string {
  if (!/^mailto:/i.test(target)) return label || target;
  const address = percentDecoded(target.slice("mailto:".length));
  const typed = label.replace(entity, unescapeEntity);
  if (!label || canonicalEmail(typed) === canonicalEmail(address)) return label || address;
  // A name is no address, and what reads like one may be another.
  return `${label} &lt;${address.includes("?") ? target : address}&gt;`;
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A group's label is `@designers`, that of everyone `here` or `@here`, and a date's what was written for old clients. */
function broadcastOrDate(target: string, label: string): string {
  return target.startsWith("date^") || label.startsWith("@") ? label : `@${label}`;
}

/** Shows what somebody typed as others read it: `<@U1|eve>` is @eve. */
export function readable(text: string): string {
  return text.replace(
    /<@(?<id>[UW][A-Z0-9]+)(\|(?<handle>[^>]+))?>/g,
    (_, id, __, handle) => `@${handle ?? id}`,
  );
}

/** Finds the account that a mention such as `<@U1|eve>` names. */
export function mentionIn(text: string): string | null {
  return /^<@(?<id>[UW][A-Z0-9]+)(\|[^>]*)?>$/.exec(text)?.groups?.id ?? null;
}
