import type { KnownBlock } from "@slack/types";
import { shorten } from "../../locales/shorten.ts";
import type { ExplainedDecision } from "../../services/decisions/explain-decision.ts";
import { actions, bold, paragraph, text } from "../kit/blocks.ts";
import { isolated } from "../kit/phrase.ts";
import { viewProfileButton } from "../messages/profile-button.ts";

/** Says whether a person can use something, and why: 2 blocks, and everything as text. */
export function canBlocks(
  who: string,
  { decision, wanted, reason, userId }: ExplainedDecision,
): { text: string; blocks: KnownBlock[] } {
  const verdict = decision.allowed ? "Yes." : "No.";
  const can = `${isolated(who, 200)} ${decision.allowed ? "can" : "can’t"} use ${isolated(wanted, 500)}.`;
  const why = `${shorten(reason, 1_000)}.`;
  return {
    text: `${verdict} ${can} ${why}`,
    blocks: [
      paragraph(bold(`${verdict} `), text(`${can} ${why}`)),
      ...(userId ? [actions(viewProfileButton({ id: userId, name: who }))] : []),
    ],
  };
}
