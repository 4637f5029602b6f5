import type { KnownBlock } from "@slack/types";
import { actions, bold, button, paragraph, text } from "../kit/blocks.ts";
import type { Subcommand } from "../kit/command.ts";
import { anyOf } from "../kit/text.ts";

/** Draws help for admins: an example of each subcommand, and buttons for the main jobs, the first one first. 3 blocks. */
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
          elements: subcommands.map(({ example, about }) => ({
            type: "rich_text_section",
            elements: [bold(example), text(`  ${about}`)],
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

/** Says what help begins with, by what was typed. */
export function openingFor(word: string, nearest: string | null): string {
  if (word === "" || word.toLowerCase() === "help") return "Decide who gets in, from Slack:";
  return `There is no “/iam ${word}”. ${nearest ? `Did you mean “/iam ${nearest}”?` : "Here is what there is:"}`;
}

/** What somebody reads who is no admin, before whom to ask. */
export const askOneOf = "Only admins can do this. Ask";

/** Says whom to ask, as Slack shows them. 1 block. */
export const askThem = (userIds: readonly string[], after: string): KnownBlock[] => [
  paragraph(text(`${askOneOf} `), ...anyOf(userIds), text(`.${after}`)),
];

/** Says that nobody is an admin yet. */
export function nobodyYet(slackId: string): string {
  return `Nobody is an admin here yet. Your Slack ID is ${slackId}. Ask whoever runs iam-bot to add it to IAM_OWNERS and to restart it; then type /iam again.`;
}

/** What somebody can do who is no admin. */
export const ownDetails = "Your own details and your groups are on this app’s Home tab.";
