import type { Button } from "@slack/types";
import type { Sentence } from "../../locales/sentence.ts";
import { shorten } from "../../locales/shorten.ts";
import type { Words } from "../../locales/words.ts";
import { HOUR_MS } from "../../services/durations.ts";
import { endIn } from "../../services/end-text.ts";
import type { End } from "../../services/ends.ts";
import type { GroupSummary } from "../../services/groups/groups.ts";
import type { MembershipNews } from "../../services/users/membership-news.ts";
import { accessText } from "../kit/access.ts";
import { actions, bold, button, paragraph, text } from "../kit/blocks.ts";
import type { Card } from "../kit/card.ts";
import { ids } from "../kit/ids.ts";
import { inline, inOneParagraph, label, say } from "../kit/phrase.ts";
import type { Reader } from "../kit/reader.ts";

/** Warns a user that they will leave a group. 2 blocks. */
export function endingCard(group: GroupSummary, end: End, now: Date, { words }: Reader): Card {
  const { membership } = words;
  const name = shorten(group.name, 60);
  const hours = Math.max(1, Math.ceil((end.until.getTime() - now.getTime()) / HOUR_MS));
  const details = [
    say(words, membership.ends({ end: endIn(words, end) })),
    say(words, membership.gives({ access: accessText(group, words) })),
  ];
  const { text: sentence, blocks } = told(membership.leaves({ group: name, hours }), details, words);
  const extend = button(ids.requests.openForm, membership.extend, {
    value: group.id,
    label: label(words, membership.extend, name),
  });
  return { text: sentence, blocks: [...blocks, actions(extend)] };
}

/** Tells a user that they have left a group: 1 block, and 1 to ask for it again. */
export function endedCard({ group, canAsk }: Ended, { words }: Reader): Card {
  const { membership } = words;
  const name = shorten(group.name, 60);
  const gave = say(words, membership.gave({ access: accessText(group, words) }));
  const details = canAsk ? [gave] : [gave, membership.askAdmin];
  const { text: sentence, blocks } = told(membership.over({ group: name }), details, words);
  return { text: sentence, blocks: canAsk ? [...blocks, actions(askButton(group, words))] : blocks };
}
type Ended = Pick<MembershipNews, "group" | "canAsk">;

/** Creates the button that asks for a group. */
export function askButton({ id: value, name }: GroupSummary, words: Words): Button {
  const { openForm } = words.requests;
  return button(ids.requests.openForm, openForm, { value, label: label(words, openForm, shorten(name, 60)) });
}

function told(news: Sentence, details: readonly string[], words: Words): Card {
  return {
    text: inOneParagraph(words, say(words, news), ...details),
    blocks: [paragraph(...inline(words, news, bold), text(`\n${inOneParagraph(words, ...details)}`))],
  };
}
