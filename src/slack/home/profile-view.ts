import type { KnownBlock, RichTextElement } from "@slack/types";
import { languageName } from "../../locales/languages.ts";
import { Isolated } from "../../locales/sentence.ts";
import { shorten } from "../../locales/shorten.ts";
import type { Words } from "../../locales/words.ts";
import { endIn } from "../../services/end-text.ts";
import type { Home, Self } from "../../services/home/home.ts";
import { timeZoneLabel } from "../../services/users/time-zones.ts";
import { nobodyYet } from "../help/view.ts";
import { accessText } from "../kit/access.ts";
import { actions, bold, contextBlock, paragraph, text } from "../kit/blocks.ts";
import { endedText } from "../kit/ended-text.ts";
import { anyOfThem, inline, lineStart, say } from "../kit/phrase.ts";
import { editDetailsButton } from "./details-view.ts";

type Profile = Extract<Home, { shows: "profile" }>;
type User = Extract<Self, { kind: "user" }>;

/** Slack takes 100 blocks; groups beyond these are counted. */
const MAX_GROUPS = 80;

/**
 * Draws a person's own Home: their details, what their groups give, whom to ask. At most 7 blocks, and 1 for each of 80
 * groups.
 */
export function profileBlocks(home: Profile, askable: readonly string[], words: Words): KnownBlock[] {
  const { self } = home;
  return [
    ...(self.kind === "user" ? userBlocks(self, words) : [paragraph(text(withoutProfile(self, words)))]),
    { type: "divider" },
    paragraph(...whomToAsk(home, askable, words)),
  ];
}

function userBlocks({ details, suspended, groups, ended }: User, words: Words): KnownBlock[] {
  const { home, details: labels } = words;
  const facts = [
    [home.name, details.name],
    [home.email, details.email],
    [labels.title, details.title || home.notGiven],
    [labels.phone, details.phone || home.notGiven],
    [labels.timeZone, timeZoneLabel(details.timeZone)],
    [labels.language, languageName(details.language) ?? home.notGiven],
  ] as const;
  const more = groups.length - MAX_GROUPS;
  return [
    paragraph(
      ...facts.flatMap(([name, value], index) => [
        bold(`${index ? "\n" : ""}${name}  `),
        // A phone number has no letter that tells its direction.
        text(say(words, [new Isolated(shorten(value, 300))])),
      ]),
    ),
    suspended ? paragraph(text(home.suspended)) : actions(editDetailsButton(words)),
    paragraph(bold(home.groups)),
    ...(groups.length > 0
      ? groups.slice(0, MAX_GROUPS).map((group) => groupBlock(group, words))
      : [paragraph(text(home.noGroups))]),
    ...(more > 0 ? [contextBlock(say(words, home.moreGroups({ count: more })))] : []),
    ...(ended.length > 0 ? [contextBlock(endedText(ended, words))] : []),
  ];
}

function groupBlock(group: User["groups"][number], words: Words): KnownBlock {
  const until = group.end ? [`\n${say(words, words.home.until({ end: endIn(words, group.end) }))}`] : [];
  return paragraph(
    bold(`${lineStart(words)}${shorten(group.name, 60)}`),
    text(`\n${accessText(group, words)}`),
    ...until.map((line) => text(line)),
  );
}

function withoutProfile(self: Exclude<Self, User>, words: Words): string {
  const { paused, notRegistered } = words.home;
  return self.kind === "paused" ? say(words, paused({ reason: self.reason })) : notRegistered;
}

function whomToAsk(
  { askInstead, ineligible, self, accountId }: Profile,
  askable: readonly string[],
  words: Words,
): RichTextElement[] {
  const { home, slack } = words;
  const askFor = self.kind === "user" ? home.toChange : home.toGetIn;
  if (askable.length > 0) return inline(words, askFor({ people: anyOfThem(words, askable) }));
  const isSomebodyThere = ineligible || askInstead.length > 0;
  return [text(isSomebodyThere ? slack.askOperator : nobodyYet(accountId, words))];
}
