import type { KnownBlock } from "@slack/types";
import type { SealingStatus, SealingStop } from "../../services/audit/sealing-status.ts";
import { bold, paragraph, text } from "../kit/blocks.ts";

const reasons: Record<SealingStop, string> = {
  not_begun: "It was not begun with the key that is set, or its seals were removed.",
  altered: "It does not end as it was sealed, so it may have been changed.",
  set_back:
    "It is not the log that was sealed a moment ago: an earlier state was put back, or it was changed.",
  beginning: "It is being sealed anew. This should take minutes.",
  failing: "It could not be sealed several times in a row.",
};

/** Says to admins that the audit log is not sealed, and who can mend it: 1 block, or none. */
export function unsealedBlocks({ stopped }: Readonly<SealingStatus>): KnownBlock[] {
  if (!stopped) return [];
  return [
    paragraph(
      bold("The audit log is not being sealed."),
      text(` ${reasons[stopped]} Tell whoever runs iam-bot: its log says what to do.`),
    ),
  ];
}
