import { shorten } from "../../locales/shorten.ts";
import { adminStatus } from "../../services/authorize.ts";
import { granted, type Role } from "../../services/permissions.ts";
import type { Command, Subcommand } from "../kit/command.ts";
import type { SlackContext } from "../kit/context.ts";
import { nearest } from "../kit/nearest.ts";
import { inOneParagraph } from "../kit/phrase.ts";
import { askCard, refusedText, whomToAsk } from "../kit/whom-to-ask.ts";
import { helpBlocks, nobodyYet, openingFor, suggestionBlocks } from "./view.ts";

/**
 * Answers `/iam`, `/iam help` and every unknown subcommand. People with permissions read which one they meant, or what
 * there is; everyone else, whom to ask.
 */
export async function help(
  { actor, reply, text }: Command,
  context: SlackContext,
  word: string,
  subcommands: Readonly<Record<string, Subcommand>>,
): Promise<void> {
  const status = await adminStatus(actor);
  if (!("refusal" in status)) {
    const offered = subcommandsFor(status.kind, subcommands);
    const meant = nearest(word.toLowerCase(), Object.keys(offered));
    const opening = openingFor(status.kind, shorten(word, 60), meant);
    if (meant) return reply(opening, suggestionBlocks(opening, offered[meant], text));
    const examples = Object.values(offered).map(({ example }) => example);
    return reply(`${opening} ${examples.join(", ")}`, helpBlocks(opening, Object.values(offered)));
  }
  const { words } = await context.readers.of(actor);
  const theirs = actor.ineligible ? "" : words.slack.detailsOnHome;
  const { refusal } = status;
  const others = await whomToAsk(context, actor.userId, refusal.facts.askInstead);
  if (others.length > 0) {
    const card = askCard(refusal, others, words, theirs);
    await reply(card.text, card.blocks);
  } else if (actor.ineligible || status.kind === "other")
    await reply(inOneParagraph(words, refusedText(refusal, words), words.slack.askOperator));
  else await reply(nobodyYet(actor.userId, words));
}

/** Lists the subcommands that a role may use, each with what it may do there. */
function subcommandsFor(
  role: Role,
  subcommands: Readonly<Record<string, Subcommand>>,
): Record<string, Subcommand> {
  const held = granted[role];
  const offered = Object.entries(subcommands).filter(
    ([, { permission }]) => permission === undefined || held.includes(permission),
  );
  if (role === "admin") return Object.fromEntries(offered);
  return Object.fromEntries(offered.map(([name, { changes: _others, ...rest }]) => [name, rest]));
}
