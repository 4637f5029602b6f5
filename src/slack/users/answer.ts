import type { ModalView } from "@slack/types";
import type { AccountActor } from "../../services/actor.ts";
import { userProfile } from "../../services/users/find-user.ts";
import type { SlackContext } from "../kit/context.ts";
import { flashOf } from "../kit/errors.ts";
import { profileView } from "./profile-view.ts";

/** Changes a user, and draws their profile as it is then, with a line that says what came of it. @throws NotAdmin */
export async function profileAfter(
  context: SlackContext,
  actor: AccountActor,
  userId: string,
  change: () => Promise<string>,
): Promise<ModalView> {
  const flash = await flashOf(change, context, actor);
  return profileView(await userProfile(actor, userId), flash);
}
