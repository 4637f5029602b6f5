import type { Reviewed } from "../../services/reviews/answer-item.ts";
import { isolated } from "../kit/phrase.ts";

/** Tells reviewers the result of their decision about a membership. */
export function decidedText({ member, group, status }: Reviewed): string {
  const [who, what] = [isolated(member, 100), isolated(group, 60)];
  return {
    kept: `You kept ${who} in ${what}.`,
    limited: `You kept ${who} in ${what} until that day.`,
    removed: `You removed ${who} from ${what}. They are told, with your reason.`,
    proposed: `The identity provider manages ${what}, so ${who} was not removed. The log has your proposal.`,
    left: `${who} has left ${what} since. Nothing was changed.`,
  }[status];
}
