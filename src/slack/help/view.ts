import type { KnownBlock } from "@slack/types";
import { actions, bold, button, paragraph, text } from "../blocks.ts";
import { ids } from "../ids.ts";

const examples: readonly (readonly [string, string])[] = [
  ["/iam invite eve@example.com", "Invite one person or many."],
  ["/iam pending", "See who has not answered. Resend or cancel."],
  ["/iam user eve@example.com", "Look up a person by email, @mention or name."],
  [
    "/iam audit eve@example.com",
    "See who gave or took which access, and when; without an address, of everyone.",
  ],
  ["/iam groups", "See groups, who is in them and what they give. Create, edit or delete."],
];

/** Help for admins: an example of each subcommand, and buttons for the main jobs. 3 blocks. */
export function helpBlocks(opening: string): KnownBlock[] {
  return [
    paragraph(text(opening)),
    {
      type: "rich_text",
      elements: [
        {
          type: "rich_text_list",
          style: "bullet",
          elements: examples.map(([command, what]) => ({
            type: "rich_text_section",
            elements: [bold(command), text(`  ${what}`)],
          })),
        },
      ],
    },
    actions(
      button(ids.invite.open, "Invite People", { style: "primary", value: "" }),
      button(ids.pending.open, "Pending Invites"),
    ),
  ];
}

/** What help says first, by what was typed. */
export function openingFor(word: string, nearest: string | null): string {
  if (word === "" || word === "help") return "Decide who gets in, from Slack:";
  return `There is no “/iam ${word}”. ${nearest ? `Did you mean “/iam ${nearest}”?` : "Here is what there is:"}`;
}

/** What somebody reads where nobody is an admin yet. */
export function nobodyYet(slackId: string): string {
  return `Nobody is an admin here yet. Your Slack ID is ${slackId}. Ask whoever runs iam-bot to add it to IAM_OWNERS and to restart it; then type /iam again.`;
}
