import type { AccountActor } from "../actor.ts";
import { type Answered, approveConfirmed } from "./answer-request.ts";
import { type ConfirmationLink, type OpenedConfirmation, useConfirmation } from "./confirmations.ts";
import type { RequestPolicy } from "./policy.ts";

/**
 * Counts an approval that its decider confirms by the link that they were mailed: the one that they pressed, for as long as they
 * said. The right is read anew, as are the group's rules.
 *
 * @param actor whoever pressed *Approve*, as they are described now
 * @param nonce of the form: the same form again sees the same outcome
 * @throws as `answerRequest`; RequestSettled where the link was used, replaced or is too old
 */
export async function confirmAnswer(
  actor: AccountActor,
  link: ConfirmationLink,
  { requestId, hours }: Extract<OpenedConfirmation, { state: "open" }>,
  { nonce, policy }: { nonce: string; policy: RequestPolicy },
): Promise<Answered> {
  return approveConfirmed(actor, requestId, hours, policy, (now) => useConfirmation(actor, link, nonce, now));
}
