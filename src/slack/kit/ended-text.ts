import { endText } from "../../services/ends.ts";
import type { EndedMembership } from "../../services/groups/ended-memberships.ts";
import { shorten } from "./text.ts";

/** Names memberships that have ended, and when. */
export function endedText(ended: readonly EndedMembership[]): string {
  return shorten(
    ended.map(({ name, end }) => `${shorten(name, 60)} ended ${endText(end)}`).join(" · "),
    2_000,
  );
}
