import * as z from "zod";
import { canonicalEmail } from "../../services/email-address.ts";
import { eraseUser } from "../../services/users/erase-user.ts";
import { userProfile } from "../../services/users/find-user.ts";
import type { SlackContext } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import type { SlackRouter } from "../kit/router.ts";
import { idText, readValues } from "../kit/state-codec.ts";
import { profileAfter } from "./answer.ts";
import { eraseReviewView } from "./erase-view.ts";
import { profileView } from "./profile-view.ts";
import { userRef } from "./user-ref.ts";

const { eraseAddress } = ids.user;
const typed = z.object({
  [eraseAddress]: z.object({ [eraseAddress]: z.object({ value: z.string().nullable() }) }),
});

/** Registers *Erase Details*, on the profile of a suspended user. */
export function registerErasure(router: SlackRouter, context: SlackContext): void {
  router.show(ids.user.erase, idText, async ({ actor, value: userId }) => {
    const user = await userProfile(actor, userId);
    if (user.status === "active")
      return { view: profileView(user, { text: "They were reactivated. Nothing was erased.", ok: false }) };
    if (user.erased)
      return { view: profileView(user, { text: "Their details were already erased.", ok: true }) };
    return { view: eraseReviewView(user, userRef.encode(user.version)) };
  });

  router.submit(ids.user.eraseReview, userRef, async ({ actor, state: version, values }) => {
    const address = readValues(typed, values)[eraseAddress][eraseAddress].value ?? "";
    const user = await userProfile(actor, version.userId);
    if (canonicalEmail(address.trim()) !== canonicalEmail(user.email)) {
      const sentence = "This is not their email address. Nothing was erased.";
      return {
        errors: { [eraseAddress]: sentence },
        form: () => eraseReviewView(user, userRef.encode(version), sentence),
      };
    }
    const view = await profileAfter(context, actor, version.userId, async () => {
      const isAsked = await eraseUser(actor, version);
      if (isAsked) return "Another admin has to confirm it. I’ve asked the others.";
      return "Erased their details. Their details in invites and requests follow within a minute.";
    });
    return { view };
  });
}
