import type { WebClient } from "@slack/web-api";
import { homeOf } from "../../services/home/home.ts";
import type { SlackContext } from "../kit/context.ts";
import { permittedView } from "../kit/permitted.ts";
import { inEnglish } from "../kit/reader.ts";
import { updateOrMessage } from "../kit/redraw.ts";
import type { Press } from "../kit/router.ts";
import { slackErrorCode } from "../kit/slack-errors.ts";
import { whomToAsk } from "../kit/whom-to-ask.ts";
import {
  forgetHome,
  type HomeFlash,
  type HomeOwner,
  homeTab,
  type RememberedHome,
  rememberOpened,
  rememberPublished,
  setFlash,
} from "../state/home-tabs.ts";
import { homeView } from "./view.ts";

/**
 * Publishes a person's Home as it is now. If it was published elsewhere since it was read, it is read again. A Home
 * kept under an earlier key of the account, from another installation, moves to the new key and is drawn soon.
 *
 * @param pressed the hash of the Home that was pressed, and what the press did, which is then shown in any case;
 * without it, the Home replaces what was published last
 */
export async function publishHome(
  context: SlackContext,
  client: WebClient,
  owner: HomeOwner,
  pressed: Partial<Pick<RememberedHome, "hash" | "flash">> = {},
): Promise<void> {
  const account = await context.accounts.recent({ userId: owner.userId });
  if (account.teamId !== owner.teamId) {
    await rememberOpened(account);
    return forgetHome(owner);
  }
  const tab = await homeTab(owner);
  try {
    await publish(context, client, owner, tab, pressed);
  } catch (error) {
    if (slackErrorCode(error) !== "hash_conflict") throw error;
    await publish(context, client, owner, await homeTab(owner), { ...pressed, hash: undefined });
  }
}

/** Says on the Home what a press on it did, or in a direct message if the Home can't be drawn. */
export async function flashOnHome(
  context: SlackContext,
  { actor, view, client, tell }: Press<unknown>,
  flash: HomeFlash,
): Promise<void> {
  await setFlash(actor, flash);
  const draw = () => publishHome(context, client, actor, { ...hashOf(view), flash });
  await updateOrMessage(draw, flash.text, tell);
}

/** Returns the hash of the pressed view. */
export const hashOf = (view: { hash?: string } | undefined) => (view?.hash ? { hash: view.hash } : {});

/**
 * Publishes a Home. A line said on another Home, such as an admin's, may be in another language, so it is dropped.
 *
 * @param tab was read before what its flash is about, so that the Home below it never shows less than it says
 */
async function publish(
  context: SlackContext,
  client: WebClient,
  owner: HomeOwner,
  tab: RememberedHome | null,
  pressed: Partial<Pick<RememberedHome, "hash" | "flash">>,
): Promise<void> {
  const { userId } = owner;
  const account = await context.accounts.recent({ userId });
  const home = await homeOf(account);
  const isOther = tab?.shows !== undefined && tab.shows !== home.shows && !pressed.flash;
  const { hash, flash } = { ...tab, ...(isOther && { flash: undefined }), ...pressed };
  const askable = home.shows === "profile" ? await whomToAsk(context, userId, home.askInstead) : [];
  const { words } = home.shows === "profile" ? await context.readers.of(account) : inEnglish();
  const { organisation, deliveryReported, sealing } = context;
  const view = await permittedView(
    account,
    homeView(home, { organisation, deliveryReported, sealing, askable, words }, flash),
  );
  const published = await context.accounts.inWorkspace({ userId, actingFrom: tab?.openedIn }, (at) =>
    client.views.publish({ user_id: userId, ...at, view, ...(hash && { hash }) }),
  );
  const { view: { hash: next } = {} } = published;
  await rememberPublished(
    owner,
    { shows: home.shows, drawnAt: home.now, ...(next && { hash: next }) },
    isOther,
  );
}
