import { distance } from "fastest-levenshtein";
import { adminStatus } from "../../services/authorize.ts";
import { granted, type Role } from "../../services/permissions.ts";
import type { Command, Subcommand } from "../kit/command.ts";
import type { SlackContext } from "../kit/context.ts";
import { shorten } from "../kit/text.ts";
import { askCard, whomToAsk } from "../kit/whom-to-ask.ts";
import { helpBlocks, nobodyYet, openingFor, ownDetails, suggestionBlocks } from "./view.ts";

const MOST_TYPOS = 2;
/** Fewer letters begin too many words. */
const FEWEST_LETTERS = 2;

/**
 * Answers `/iam`, `/iam help` and every word that is no subcommand. Whoever may use them reads which one they meant, or what
 * there is; everyone else whom to ask.
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
  const theirs = actor.ineligible ? "" : ` ${ownDetails}`;
  const { refusal } = status;
  const others = await whomToAsk(context, actor.userId, refusal.facts.askInstead);
  if (others.length > 0) {
    const card = askCard(refusal, others, theirs);
    await reply(card.text, card.blocks);
  } else if (actor.ineligible || status.kind === "other")
    await reply(`${refusal.what} Ask whoever runs iam-bot.`);
  else await reply(nobodyYet(actor.userId));
}

/** Finds what somebody may do, each with what they may do there. */
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

/** Finds the subcommand that was meant: the one that begins so, or the one that is nearest in spelling. */
function nearest(word: string, names: readonly string[]): string | null {
  const begun = word.length >= FEWEST_LETTERS && names.find((name) => name.startsWith(word));
  if (begun) return begun;
  const [best] = names
    .map((name) => ({ name, typos: distance(word, name) }))
    // Of a short word, so much would be another one.
    .filter(({ name, typos }) => typos <= Math.min(MOST_TYPOS, Math.floor(name.length / 2)))
    .sort((a, b) => a.typos - b.typos);
  return best?.name ?? null;
}
