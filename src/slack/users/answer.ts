import type { ModalView } from "@slack/types";
import type { AccountActor } from "../../services/actor.ts";
import { isDomainError } from "../../services/errors.ts";
import { userProfile } from "../../services/users/find-user.ts";
import type { SlackContext } from "../kit/context.ts";
import { describeError } from "../kit/errors.ts";
import { profileView } from "./profile-view.ts";

/** Changes a user, and draws their profile as it is then, with a line that says what came of it. @throws NotAdmin */
export async function profileAfter(
  { log }: SlackContext,
  actor: AccountActor,
  userId: string,
  change: () => Promise<string>,
): Promise<ModalView> {
  try {
    const text = await change();
    return profileView(await userProfile(actor, userId), { text, ok: true });
  } catch (error) {
    if (!isDomainError(error)) throw error;
    const sentence = describeError(error, log, actor.timeZone);
    return profileView(await userProfile(actor, userId), { text: sentence, ok: false });
  }
}
