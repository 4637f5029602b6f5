import type { AccountActor } from "../actor.ts";
import { type Answered, approveConfirmed } from "./answer-request.ts";
import { type ConfirmationLink, type OpenedConfirmation, useConfirmation } from "./confirmations.ts";
import type { RequestPolicy } from "./policy.ts";

/**
 * Counts an approval that its decider confirms through the emailed link, exactly as they pressed it, including the
 * time. Their right and the group's rules are read again.
 *
 * @param actor the person who pressed *Approve*, as currently described
 * @param nonce of the form: the same form again sees the same outcome
 * @throws the errors of `answerRequest`; RequestSettled where the link was used, replaced or is too old
 */
export async function confirmAnswer(
  actor: AccountActor,
  link: ConfirmationLink,
  { requestId, hours }: Extract<OpenedConfirmation, { state: "open" }>,
  { nonce, policy }: { nonce: string; policy: RequestPolicy },
): Promise<Answered> {
  return approveConfirmed(actor, requestId, hours, policy, (now) => useConfirmation(actor, link, nonce, now));
}
