import type { KnownBlock } from "@slack/types";
import type { Words } from "../../locales/words.ts";
import type { Role } from "../../services/permissions.ts";
import { actions, bold, button, paragraph, text } from "../kit/blocks.ts";
import type { Subcommand } from "../kit/command.ts";
import { say } from "../kit/phrase.ts";
import { LONGEST_VALUE } from "../kit/state-codec.ts";

/**
 * Draws help for admins and auditors: an example of each subcommand, and buttons for the main jobs, the first one
 * first. 3 blocks.
 */
export function helpBlocks(opening: string, subcommands: readonly Subcommand[]): KnownBlock[] {
  const jobs = subcommands.flatMap((subcommand) => subcommand.button ?? []);
  return [
    paragraph(text(opening)),
    {
      type: "rich_text",
      elements: [
        {
          type: "rich_text_list",
          style: "bullet",
          elements: subcommands.map(({ example, about, changes }) => ({
            type: "rich_text_section",
            elements: [bold(example), text(`  ${about}${changes ? ` ${changes}` : ""}`)],
          })),
        },
      ],
    },
    actions(
      ...jobs.map(({ id, label }, index) =>
        button(id, label, { value: "", ...(index === 0 && { style: "primary" as const }) }),
      ),
    ),
  ];
}

/** Suggests what a typo meant: a sentence and a button for it, with what was typed after it. At most 2 blocks. */
export function suggestionBlocks(
  suggestion: string,
  meant: Subcommand | undefined,
  typed: string,
): KnownBlock[] {
  const value = typed.length <= LONGEST_VALUE ? typed : "";
  const offer = meant?.button && button(meant.button.id, meant.button.label, { value, style: "primary" });
  return [paragraph(text(suggestion)), ...(offer ? [actions(offer)] : [])];
}

/** Returns the opening of the help, depending on what was typed. */
export function openingFor(role: Role, word: string, nearest: string | null): string {
  if (word === "" || word.toLowerCase() === "help")
    return role === "admin" ? "Decide who gets in, from Slack:" : "See who gets in, from Slack:";
  return `There is no “/iam ${word}”. ${nearest ? `Did you mean “/iam ${nearest}”?` : "Here’s what you can do:"}`;
}

/** Says that there is no admin yet. */
export function nobodyYet(slackId: string, words: Words): string {
  return say(words, words.slack.nobodyYet({ slackId }));
}
