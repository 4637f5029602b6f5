import type { KnownBlock, RichTextElement } from "@slack/types";
import { languageName } from "../../locales/languages.ts";
import { endText } from "../../services/ends.ts";
import { ineligibleAs } from "../../services/errors.ts";
import type { Home, Self } from "../../services/home/home.ts";
import { timeZoneLabel } from "../../services/users/time-zones.ts";
import { nobodyYet } from "../help/view.ts";
import { accessText } from "../kit/access.ts";
import { actions, bold, contextBlock, paragraph, text } from "../kit/blocks.ts";
import { endedText } from "../kit/ended-text.ts";
import { anyOf, shorten } from "../kit/text.ts";
import { editDetailsButton } from "./details-view.ts";

type Profile = Extract<Home, { shows: "profile" }>;
type User = Extract<Self, { kind: "user" }>;

/** Slack takes 100 blocks; groups beyond these are counted. */
const MOST_GROUPS = 80;

/** Draws someone's own Home: who they are, what their groups give, whom to ask. At most 7 blocks, and 1 for each of 80 groups. */
export function profileBlocks(home: Profile, askable: readonly string[]): KnownBlock[] {
  const { self } = home;
  return [
    ...(self.kind === "user" ? userBlocks(self) : [paragraph(text(withoutProfile(self)))]),
    { type: "divider" },
    paragraph(...whomToAsk(home, askable)),
  ];
}

function userBlocks({ details, suspended, groups, ended }: User): KnownBlock[] {
  const facts = [
    ["Name", details.name],
    ["Email", details.email],
    ["Title", details.title || "Not given"],
    ["Phone", details.phone || "Not given"],
    ["Time zone", timeZoneLabel(details.timeZone)],
    ["Language", languageName(details.language) ?? "Not given"],
  ] as const;
  const more = groups.length - MOST_GROUPS;
  return [
    paragraph(
      ...facts.flatMap(([name, value], index) => [
        bold(`${index ? "\n" : ""}${name}  `),
        text(shorten(value, 300)),
      ]),
    ),
    suspended
      ? paragraph(text("You are suspended. Your groups give you no access until an admin reactivates you."))
      : actions(editDetailsButton()),
    paragraph(bold("Your groups and what they give you")),
    ...(groups.length > 0
      ? groups.slice(0, MOST_GROUPS).map(groupBlock)
      : [paragraph(text("You’re not in any group."))]),
    ...(more > 0 ? [contextBlock(`And ${more} more groups.`)] : []),
    ...(ended.length > 0 ? [contextBlock(endedText(ended))] : []),
  ];
}

function groupBlock(group: User["groups"][number]): KnownBlock {
  const until = group.end ? `\nUntil ${endText(group.end)}` : "";
  return paragraph(bold(shorten(group.name, 60)), text(`\n${accessText(group)}${until}`));
}

function withoutProfile(self: Exclude<Self, User>): string {
  return self.kind === "paused"
    ? `This Slack account has no rights here (${ineligibleAs[self.reason]}) until an admin links it again.`
    : "You’re not registered here yet. When an admin invites you, you get an email with a link. Once you register, your groups and what they give you show here.";
}

function whomToAsk(
  { askInstead, ineligible, self, accountId }: Profile,
  askable: readonly string[],
): RichTextElement[] {
  const askFor = self.kind === "user" ? "To change what you can use, ask " : "To get in, ask ";
  if (askable.length > 0) return [text(askFor), ...anyOf(askable), text(".")];
  return [text(ineligible || askInstead.length > 0 ? "Ask whoever runs iam-bot." : nobodyYet(accountId))];
}
