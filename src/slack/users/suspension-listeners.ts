import * as z from "zod";
import { moment } from "../../services/format.ts";
import { type UserProfile, userProfile } from "../../services/users/find-user.ts";
import { LastAdmin } from "../../services/users/refusals.ts";
import { invitesHandledBy, reactivateUser, suspendUser } from "../../services/users/suspend-user.ts";
import { waitsForAdmin } from "../kit/admin-means.ts";
import type { SlackContext } from "../kit/context.ts";
import type { Drawing } from "../kit/drawing.ts";
import { ids } from "../kit/ids.ts";
import { isolated } from "../kit/phrase.ts";
import { replaceActions } from "../kit/redraw.ts";
import type { Press, SlackRouter } from "../kit/router.ts";
import { anyText, readValues } from "../kit/state-codec.ts";
import { profileAfter } from "./answer.ts";
import { profileView } from "./profile-view.ts";
import { suspendReviewView } from "./suspension-view.ts";
import { userRef } from "./user-ref.ts";

const { theirInvites } = ids.user;
const chosen = z.object({
  [theirInvites]: z
    .object({
      [theirInvites]: z.object({ selected_option: z.object({ value: z.enum(["keep", "cancel"]) }) }),
    })
    .optional(),
});

/** Registers *Suspend*, from a profile or a card, and *Reactivate*. */
export function registerSuspension(router: SlackRouter, context: SlackContext): void {
  router.show(ids.user.suspend, anyText, async (press) => {
    const { actor, value: userId, view } = press;
    const user = await userProfile(actor, userId);
    if (user.status === "suspended") return showSuspended(user, press);
    try {
      const review = suspendReviewView(user, await invitesHandledBy(actor, user.version), {
        metadata: userRef.encode(user.version),
        self: user.linkedUserId === actor.userId,
        fromProfile: view !== undefined,
      });
      return { view: review };
    } catch (error) {
      if (!(error instanceof LastAdmin)) throw error;
      return { view: profileView(user, { text: error.sentence(), ok: false }) };
    }
  });

  router.submit(ids.user.suspendReview, userRef, async ({ actor, state: user, values }) => {
    const choice = readValues(chosen, values)[theirInvites]?.[theirInvites].selected_option.value;
    const view = await profileAfter(context, actor, user.userId, async () => {
      const { invites, underWay } = await suspendUser(actor, user, choice ?? "keep");
      if (invites === 0) return "Suspended.";
      if (underWay)
        return `Suspended. ${invites} invites are being cancelled: their links no longer work, and the lists will catch up.`;
      return `Suspended, and ${invites === 1 ? "1 invite" : `${invites} invites`} cancelled.`;
    });
    return { view };
  });

  router.press(ids.user.reactivate, userRef, async ({ actor, value: user }) => {
    const view = await profileAfter(context, actor, user.userId, async () => {
      const asked = await reactivateUser(actor, user);
      return asked
        ? `Reactivated, without Admin. ${waitsForAdmin}`
        : "Reactivated. Their groups give access again.";
    });
    return { view };
  });
}

async function showSuspended(
  user: UserProfile,
  { actor, view, body, respond, tell }: Press<string>,
): Promise<Drawing | undefined> {
  const sentence = user.suspended
    ? `${isolated(user.suspended.by)} suspended ${isolated(user.name)} on ${moment(user.suspended.at, actor.timeZone)}.`
    : `${isolated(user.name)} is already suspended.`;
  if (view) return { view: profileView(user, { text: sentence, ok: false }) };
  await replaceActions(body, sentence, { respond, tell });
  return undefined;
}
