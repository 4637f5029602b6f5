import { HOUR_MS } from "../../services/durations.ts";
import { type End, endText } from "../../services/ends.ts";
import type { GroupSummary } from "../../services/groups/groups.ts";
import { accessText } from "../kit/access.ts";
import { actions, bold, button, paragraph, text } from "../kit/blocks.ts";
import type { Card } from "../kit/card.ts";
import { ids } from "../kit/ids.ts";
import { shorten } from "../kit/text.ts";

/** Warns somebody that they will not be in a group any more. 2 blocks. */
export function endingCard(group: GroupSummary, end: End, now: Date): Card {
  const name = shorten(group.name, 60);
  const hours = Math.ceil((end.until.getTime() - now.getTime()) / HOUR_MS);
  const when = hours > 1 ? `in ${hours} hours` : "within an hour";
  const details = `Your membership ends on ${endText(end)}. It gives you: ${accessText(group)}.`;
  return {
    text: `You leave the group ${name} ${when}. ${details}`,
    blocks: [
      paragraph(text("You leave the group "), bold(name), text(` ${when}.\n${details}`)),
      actions(
        button(ids.requests.openForm, "Ask to Extend", { value: group.id, label: `Ask to extend ${name}` }),
      ),
    ],
  };
}

/** Tells somebody that they are not in a group any more. 1 block. */
export function endedCard(group: GroupSummary): Card {
  const name = shorten(group.name, 60);
  const details = `It gave you: ${accessText(group)}. If you still need it, ask an admin.`;
  return {
    text: `Your time in the group ${name} is over. ${details}`,
    blocks: [paragraph(text("Your time in the group "), bold(name), text(` is over.\n${details}`))],
  };
}
