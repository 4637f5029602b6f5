import type { ModalView } from "@slack/types";
import type { AccountActor } from "../../services/actor.ts";
import { userProfile } from "../../services/users/find-user.ts";
import type { SlackContext } from "../kit/context.ts";
import { flashOf } from "../kit/errors.ts";
import { profileView } from "./profile-view.ts";

/**
 * Changes a user, and draws their new profile with a line that says what happened.
 *
 * @throws NotAdmin
 */
export async function profileAfter(
  context: SlackContext,
  actor: AccountActor,
  userId: string,
  change: () => Promise<string>,
): Promise<ModalView> {
  const flash = await flashOf(change, context, actor);
  return profileView(await userProfile(actor, userId), flash);
}
