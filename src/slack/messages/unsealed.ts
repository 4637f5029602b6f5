import type { KnownBlock } from "@slack/types";
import type { SealingStatus, SealingStop } from "../../services/audit/sealing-status.ts";
import { bold, paragraph, text } from "../kit/blocks.ts";

const reasons: Record<SealingStop, string> = {
  not_begun: "It was not started with the current key, or its seals were removed.",
  altered: "Its end does not match its last seal, so it may have been changed.",
  set_back:
    "It isn’t the log that was sealed a moment ago: it was changed, or an earlier state was restored.",
  beginning: "It is being sealed again. This should take minutes.",
  failing: "Sealing it failed several times in a row.",
};

/** Tells admins that the audit log isn't being sealed, and who can fix it: 1 block, or none. */
export function unsealedBlocks({ stopped }: Readonly<SealingStatus>): KnownBlock[] {
  if (!stopped) return [];
  return [
    paragraph(
      bold("The audit log is not being sealed."),
      text(` ${reasons[stopped]} Tell whoever runs iam-bot: its log says what to do.`),
    ),
  ];
}
