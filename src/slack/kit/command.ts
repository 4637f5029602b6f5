import type { KnownBlock, ModalView } from "@slack/types";
import type { AccountActor } from "../../services/actor.ts";
import { canonicalEmail } from "../../services/email-address.ts";
import type { Permission } from "../../services/permissions.ts";

/** A subcommand of `/iam`, as passed to the folder that carries it out. It has already been acknowledged. */
export interface Command {
  /** What was typed after the subcommand. */
  text: string;
  actor: AccountActor;
  /** Opens a modal, once and within 3 s, without the controls that the asker may not use. */
  open(view: ModalView): Promise<void>;
  /** Answers only the asker; without blocks, with the text as it is. */
  reply(text: string, blocks?: KnownBlock[]): Promise<void>;
}

/** A subcommand: what it does, and what help says about it. */
export interface Subcommand {
  run(command: Command): Promise<void>;
  example: string;
  about: string;
  /** What people who may change things can also do there. */
  changes?: string;
  /** The permission it needs; missing if everyone may run it. */
  permission?: Permission;
  /** Whether `run` itself syncs the account, along with its reads. */
  syncsAccount?: true;
  /** A button that does the same as the bare subcommand, for a main job. */
  button?: { id: string; label: string };
}

/** What Slack marks: a link, a channel, a group of people or a date, and its label. People are left as they are. */
const marked = /<(?!@)(?<sigil>[#!]?)(?<target>[^<>|]*)(?:\|(?<label>[^<>]*))?>/g;
const entity = /&(?<name>amp|lt|gt);/g;
const characters: Record<string, string> = { amp: "&", lt: "<", gt: ">" };

/**
 * Returns a text from Slack as it was typed: Slack marks addresses, domains, channels and groups of people, and escapes
 * `&`, `<` and `>`. Mentions of people stay.
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

/**
 * Returns a link as it was typed: an address or a domain; a name that links to an address as `Eve
 * &lt;eve@example.com&gt;`.
 */
function linkAsTyped(target: string, label: string): string {
  if (!/^mailto:/i.test(target)) return label || target;
  const address = percentDecoded(target.slice("mailto:".length));
  const typed = label.replace(entity, unescapeEntity);
  if (!label || canonicalEmail(typed) === canonicalEmail(address)) return label || address;
  // A name isn't an address, and one that looks like an address may be a different one.
  return `${label} &lt;${address.includes("?") ? target : address}&gt;`;
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The label of a group is `@designers`, of everyone `here` or `@here`, and of a date the fallback for old clients. */
function broadcastOrDate(target: string, label: string): string {
  return target.startsWith("date^") || label.startsWith("@") ? label : `@${label}`;
}

/** Shows typed text as other people read it: `<@U1|eve>` becomes @eve. */
export function readable(text: string): string {
  return text.replace(
    /<@(?<id>[UW][A-Z0-9]+)(\|(?<handle>[^>]+))?>/g,
    (_, id, __, handle) => `@${handle ?? id}`,
  );
}

/** Finds the account in a mention such as `<@U1|eve>`. */
export function mentionIn(text: string): string | null {
  return /^<@(?<id>[UW][A-Z0-9]+)(\|[^>]*)?>$/.exec(text)?.groups?.id ?? null;
}
