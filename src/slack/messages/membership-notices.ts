import type { Sentence } from "../../locales/sentence.ts";
import type { Words } from "../../locales/words.ts";
import { HOUR_MS } from "../../services/durations.ts";
import { endIn } from "../../services/end-text.ts";
import type { End } from "../../services/ends.ts";
import type { GroupSummary } from "../../services/groups/groups.ts";
import { accessText } from "../kit/access.ts";
import { actions, bold, button, paragraph, text } from "../kit/blocks.ts";
import type { Card } from "../kit/card.ts";
import { ids } from "../kit/ids.ts";
import { inline, inOneParagraph, label, say } from "../kit/phrase.ts";
import type { Reader } from "../kit/reader.ts";
import { shorten } from "../kit/text.ts";

/** Warns somebody that they will not be in a group any more. 2 blocks. */
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

/** Tells somebody that they are not in a group any more. 1 block. */
export function endedCard(group: GroupSummary, { words }: Reader): Card {
  const { membership } = words;
  const gave = say(words, membership.gave({ access: accessText(group, words) }));
  return told(membership.over({ group: shorten(group.name, 60) }), [gave, membership.askAdmin], words);
}

function told(news: Sentence, details: readonly string[], words: Words): Card {
  return {
    text: inOneParagraph(words, say(words, news), ...details),
    blocks: [paragraph(...inline(words, news, bold), text(`\n${inOneParagraph(words, ...details)}`))],
  };
}
