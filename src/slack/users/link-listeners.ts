import * as z from "zod";
import { userProfile } from "../../services/users/find-user.ts";
import { linkByHand } from "../../services/users/link-account.ts";
import { CannotLink } from "../../services/users/refusals.ts";
import { waitsForAdmin } from "../kit/admin-means.ts";
import type { SlackContext } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import { isolated } from "../kit/phrase.ts";
import type { SlackRouter, Submission } from "../kit/router.ts";
import { anyText, readValues } from "../kit/state-codec.ts";
import type { Answer } from "../kit/submission.ts";
import { profileAfter } from "./answer.ts";
import { type LinkState, linkState } from "./link-state.ts";
import { linkFormView } from "./link-view.ts";

const { account } = ids.user;
const chosen = z.object({ [account]: z.object({ [account]: z.object({ selected_user: z.string() }) }) });

/** Registers *Link Slack Account*. */
export function registerLink(router: SlackRouter, context: SlackContext): void {
  router.show(ids.user.link, anyText, async ({ actor, value: userId }) => ({
    view: linkFormView(await userProfile(actor, userId)),
  }));

  router.submit(ids.user.linkForm, linkState, (submission) => submitLink(context, submission));
}

async function submitLink(
  context: SlackContext,
  { actor, state: { vouching, ...user }, values }: Submission<LinkState>,
): Promise<Answer> {
  const userId = readValues(chosen, values)[account][account].selected_user;
  const person = await context.accounts.fresh({ userId });
  let refusal: CannotLink | undefined;
  const view = await profileAfter(context, actor, user.userId, async () => {
    const vouched = vouching?.account === userId ? vouching.email : null;
    const asked = await linkByHand(actor, user, person, vouched).catch((error: unknown) => {
      if (error instanceof CannotLink) refusal = error;
      throw error;
    });
    return asked
      ? `Linked to ${isolated(person.name)}, without Admin. ${waitsForAdmin}`
      : `Linked to ${isolated(person.name)}.`;
  });
  if (!refusal) return { view };
  const profile = await userProfile(actor, user.userId);
  const { facts } = refusal;
  if (facts.reason === "email_not_confirmed")
    return { view: linkFormView(profile, { vouching: { account: userId, email: facts.email } }) };
  const problem = refusal.sentence();
  return { errors: { [account]: problem }, form: () => linkFormView(profile, { problem }) };
}
