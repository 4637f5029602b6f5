import { distance } from "fastest-levenshtein";
import { adminStatus } from "../../services/authorize.ts";
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
  if (status.kind === "admin") {
    const meant = nearest(word.toLowerCase(), Object.keys(subcommands));
    const opening = openingFor(shorten(word, 60), meant);
    if (meant) return reply(opening, suggestionBlocks(opening, subcommands[meant], text));
    const offered = Object.values(subcommands);
    await reply(
      `${opening} ${offered.map(({ example }) => example).join(", ")}`,
      helpBlocks(opening, offered),
    );
    return;
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
