import type { KnownBlock } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import type { AccountActor } from "../../services/actor.ts";

/** A subcommand of `/iam`, as it reaches the folder that carries it out. It was acknowledged already. */
export interface Command {
  /** What was typed after the subcommand. */
  text: string;
  actor: AccountActor;
  client: WebClient;
  /** Opens a modal; lives 3 s and serves once. */
  triggerId: string;
  /** Answers the asker alone; without blocks, with the text as it is. */
  reply(text: string, blocks?: KnownBlock[]): Promise<void>;
}

/** A subcommand: what it does, and what help says of it. */
export interface Subcommand {
  run(command: Command): Promise<void>;
  example: string;
  about: string;
  /** A button that does the same as the bare subcommand, for a main job. */
  button?: { id: string; label: string };
}

const mailto = /<mailto:[^|>]+\|(?<address>[^>]+)>/g;
const entity = /&(?<name>amp|lt|gt);/g;
const characters: Record<string, string> = { amp: "&", lt: "<", gt: ">" };

/** Reads the text of a command as it was typed: Slack marks addresses and escapes `&`, `<` and `>`. Mentions stay. */
export function unescapeText(text: string): string {
  return text
    .replace(mailto, "$<address>")
    .replace(entity, (whole, name: string) => characters[name] ?? whole)
    .trim();
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
