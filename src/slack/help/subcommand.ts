import { distance } from "fastest-levenshtein";
import { adminStanding } from "../../services/rights.ts";
import type { Command } from "../command.ts";
import { shorten } from "../shorten.ts";
import type { Surroundings } from "../surroundings.ts";
import { helpBlocks, nobodyYet, openingFor } from "./view.ts";

const MOST_TYPOS = 2;

/** `/iam`, `/iam help`, and every word that is no subcommand: help for whoever may, and whom to ask for everyone else. */
export async function help(
  { actor, reply }: Command,
  { owners }: Surroundings,
  word: string,
  subcommands: readonly string[],
): Promise<void> {
  const standing = await adminStanding(actor);
  if (standing.is === "admin") {
    const opening = openingFor(shorten(word, 60), nearest(word, subcommands));
    await reply(
      `${opening} /iam invite, /iam pending, /iam user, /iam groups, /iam audit`,
      helpBlocks(opening),
    );
  } else if (standing.is === "none" && owners.length === 0 && !actor.barred)
    await reply(nobodyYet(actor.userId));
  else await reply(standing.refusal.sentence());
}

function nearest(word: string, subcommands: readonly string[]): string | null {
  const [best] = subcommands
    .map((name) => ({ name, typos: distance(word.toLowerCase(), name) }))
    .filter(({ typos }) => typos <= MOST_TYPOS)
    .sort((a, b) => a.typos - b.typos);
  return best?.name ?? null;
}
