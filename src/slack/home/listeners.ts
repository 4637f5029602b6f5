import type { BlockAction, ButtonAction } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import type { AccountActor } from "../../services/actor.ts";
import { isDomainError } from "../../services/errors.ts";
import { cancelInvite } from "../../services/invites/cancel-invite.ts";
import { resendInvite } from "../../services/invites/resend-invite.ts";
import { sendTestMail } from "../../services/mail/test-mail.ts";
import { joinAdmin } from "../../services/users/join-admin.ts";
import { ownDetails } from "../../services/users/own-details.ts";
import { syncAccount } from "../../services/users/sync-account.ts";
import { form } from "../invites/submit.ts";
import { accountOf } from "../kit/account-of.ts";
import type { SlackContext } from "../kit/context.ts";
import { describeError } from "../kit/errors.ts";
import { ids } from "../kit/ids.ts";
import { seenInvite } from "../kit/invite-ref.ts";
import { cancelledWords, updateOrMessage } from "../kit/redraw.ts";
import type { Listeners } from "../kit/router.ts";
import { rememberOpened, setFlash } from "../state/home-tabs.ts";
import { registerDetails } from "./details-listeners.ts";
import { detailsView } from "./details-view.ts";
import { publishHome } from "./publish.ts";
import { troubleView } from "./view.ts";

/** The Home tab: drawn when it is opened, and after each press on it. */
export function registerHome(app: Listeners, context: SlackContext): void {
  const { accounts, log, organisation, policy } = context;

  app.event("app_home_opened", async ({ event, body, client }) => {
    if (event.tab !== "home") return;
    try {
      const actor = await accounts.recent({ userId: event.user, teamId: body.team_id });
      await syncAccount(actor);
      await rememberOpened(actor);
      await publishHome(context, client, actor);
    } catch (error) {
      await client.views.publish({
        user_id: event.user,
        view: troubleView(organisation, describeError(error, log)),
      });
    }
  });

  onPress(ids.home.resend, async ({ actor, value }) => {
    const { inviteId, generation } = seenInvite(value);
    const { email } = await resendInvite(actor, inviteId, generation, policy);
    return `Sending again to ${email}. Every earlier link is dead now.`;
  });

  onPress(ids.home.cancel, async ({ actor, value }) => {
    const { inviteId, generation } = seenInvite(value);
    return cancelledWords(await cancelInvite(actor, inviteId, generation));
  });

  onPress(ids.home.correct, async ({ actor, value, client, triggerId }) => {
    const { inviteId, generation } = seenInvite(value);
    const cancelled = await cancelInvite(actor, inviteId, generation);
    const { email, groupIds, expiryDays, message } = cancelled;
    const view = await form(actor, { emails: email, groupIds, expiryDays, message, mentioned: {} });
    await client.views.open({ trigger_id: triggerId, view });
    return cancelledWords(cancelled);
  });

  onPress(ids.home.testMail, async ({ actor, value }) => {
    await sendTestMail(actor, Number(value));
    return `The test email to ${actor.email} is on its way.`;
  });

  onPress(ids.home.joinAdmin, async ({ actor }) => {
    await joinAdmin(actor);
    return `You are in Admin now, as ${actor.email}.`;
  });

  onPress(ids.home.editDetails, async ({ actor, client, triggerId }) => {
    await client.views.open({ trigger_id: triggerId, view: detailsView(await ownDetails(actor)) });
    return null;
  });

  registerDetails(app, context);

  /** Whatever comes of a press stands on the Home that is drawn then; null when it only opened something. */
  function onPress(id: string, act: (press: HomePress) => Promise<string | null>): void {
    app.action<BlockAction<ButtonAction>>(id, async ({ ack, action, body, client }) => {
      await ack();
      const actor = await accounts.fresh(accountOf(body));
      const flash = await act({
        actor,
        value: action.value ?? "",
        client,
        triggerId: body.trigger_id,
      }).catch((error: unknown) => {
        if (isDomainError(error)) return error.sentence(actor.timeZone);
        throw error;
      });
      if (flash === null) return;
      await setFlash(actor, flash);
      await updateOrMessage(() => publishHome(context, client, actor, body.view?.hash), flash, {
        body,
        client,
      });
    });
  }
}

interface HomePress {
  actor: AccountActor;
  value: string;
  client: WebClient;
  triggerId: string;
}
