import { english } from "../../locales/english.ts";
import { shorten } from "../../locales/shorten.ts";
import { endIn } from "../../services/end-text.ts";
import type { EndedMembership } from "../../services/groups/ended-memberships.ts";
import { lineStart, say } from "./phrase.ts";

/** Lists memberships that have ended, and when. */
export function endedText(ended: readonly EndedMembership[], words = english): string {
  const each = ({ name, end }: EndedMembership) =>
    say(words, words.home.ended({ group: shorten(name, 60), end: endIn(words, end) }));
  return shorten(`${lineStart(words)}${ended.map(each).join(" · ")}`, 2_000);
}
