import { accountKey, anyEmailOf } from "../../services/actor.ts";
import { isDomainError, NotAdmin, NotRegistered } from "../../services/errors.ts";
import { sendTestMail } from "../../services/mail/test-mail.ts";
import { joinAdmin } from "../../services/users/join-admin.ts";
import { ownDetails } from "../../services/users/own-details.ts";
import { syncAccount } from "../../services/users/sync-account.ts";
import { eventAccountOf } from "../kit/account-of.ts";
import type { SlackContext } from "../kit/context.ts";
import type { Drawing } from "../kit/drawing.ts";
import { errorText } from "../kit/error-text.ts";
import { describeError } from "../kit/errors.ts";
import { ids } from "../kit/ids.ts";
import type { Press, SlackRouter } from "../kit/router.ts";
import { noState } from "../kit/state-codec.ts";
import { refusedText } from "../kit/whom-to-ask.ts";
import { type HomeFlash, rememberOpened } from "../state/home-tabs.ts";
import { registerDetails } from "./details-listeners.ts";
import { detailsView } from "./details-view.ts";
import { flashOnHome, hashOf, publishHome } from "./publish.ts";
import { testMailGeneration } from "./setup-view.ts";
import { troubleView } from "./view.ts";

/** Registers the Home tab: drawn when it is opened, and after each press on it. */
export function registerHome(router: SlackRouter, context: SlackContext): void {
  const { accounts, log, organisation } = context;
  const { client } = router;

  router.event("app_home_opened", async ({ event, body }) => {
    if (event.tab !== "home") return;
    const ref = eventAccountOf(body);
    try {
      const actor = await accounts.recent(ref);
      await syncAccount(actor);
      await accounts.inWorkspace(ref, ({ team_id }) => rememberOpened(actor, team_id));
      await publishHome(context, client, actor);
    } catch (error) {
      const reader = await context.readers.ofAccount(ref);
      const view = troubleView(organisation, describeError(error, log, reader), reader.words);
      await accounts.inWorkspace(ref, (at) => client.views.publish({ user_id: event.user, ...at, view }));
    }
  });

  router.show(ids.home.refresh, noState, async ({ actor, client, view }) => {
    await rememberOpened(actor);
    await publishHome(context, client, actor, hashOf(view));
    return undefined;
  });

  router.press(ids.home.testMail, testMailGeneration, (press) =>
    flashed(press, async () => {
      const { actor, value } = press;
      await sendTestMail(actor, value);
      const mail = { of: "test" as const, id: accountKey(actor), generation: value + 1 };
      return { kind: "mail", mail, text: `The test email to ${anyEmailOf(actor)} is on its way.` };
    }),
  );

  router.press(ids.home.joinAdmin, noState, (press) =>
    flashed(press, async () => {
      await joinAdmin(press.actor);
      return { kind: "done", text: `You’re now in Admin as ${anyEmailOf(press.actor)}.` };
    }),
  );

  router.press(ids.home.editDetails, noState, (press) =>
    flashed(press, async () => {
      const { words } = await context.readers.of(press.actor);
      return { above: detailsView(await ownDetails(press.actor), words) };
    }),
  );

  registerDetails(router, context);

  /** Says on the Home what a press on it did, unless that opens something. */
  async function flashed(
    press: Press<unknown>,
    act: () => Promise<HomeFlash | Drawing>,
  ): Promise<Drawing | undefined> {
    const result = await act().catch(async (error: unknown): Promise<HomeFlash> => {
      if (!isDomainError(error)) throw error;
      const reader = await context.readers.of(press.actor);
      return error instanceof NotAdmin || error instanceof NotRegistered
        ? { kind: "not_permitted", text: refusedText(error, reader.words) }
        : { kind: "not_done", text: errorText(error, reader) };
    });
    if (!("kind" in result)) return result;
    await flashOnHome(context, press, result);
    return undefined;
  }
}
