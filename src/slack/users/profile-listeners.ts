import type { ModalView } from "@slack/types";
import type { AccountActor } from "../../services/actor.ts";
import { lastEnded } from "../../services/invites/last-invite.ts";
import { addressesIn } from "../../services/invites/parse-addresses.ts";
import { findUser, userProfile } from "../../services/users/find-user.ts";
import { listUsers } from "../../services/users/list-users.ts";
import { userActivity } from "../../services/users/user-activity.ts";
import { type Command, mentionIn, readable, type Subcommand } from "../kit/command.ts";
import type { SlackContext } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import { findMentioned } from "../kit/mentioned.ts";
import type { SlackRouter } from "../kit/router.ts";
import { anyText } from "../kit/state-codec.ts";
import { activityState } from "./activity-state.ts";
import { activityView } from "./activity-view.ts";
import { registerSetEnd } from "./end-listeners.ts";
import { registerErasure } from "./erase-listeners.ts";
import { registerChangeGroups } from "./groups-listeners.ts";
import { registerLink } from "./link-listeners.ts";
import { start } from "./list-state.ts";
import { usersView } from "./list-view.ts";
import { choiceView, nobodyBlocks } from "./look-up-view.ts";
import { profileView, userGroupsView } from "./profile-view.ts";
import { registerSuspension } from "./suspension-listeners.ts";

/** Draws the invites of someone who isn't a user yet; null if none is pending or expired recently. */
type InvitedScreen = (actor: AccountActor, text: string) => Promise<ModalView | null>;

/** Creates the subcommand `/iam user <email | @mention | name>`. */
export function userCommand(context: SlackContext, invited: InvitedScreen): Subcommand {
  return {
    example: "/iam user eve@example.com",
    permission: "users:read",
    about: "Look up a person by address, @mention or name.",
    run: (command) => lookUp(command, context.accounts, invited),
  };
}

async function lookUp(
  command: Command,
  accounts: SlackContext["accounts"],
  invited: InvitedScreen,
): Promise<void> {
  const { text, actor, open, reply } = command;
  if (text === "")
    return reply("Who are you looking for? Try /iam user eve@example.com, /iam user @eve or /iam user Eve.");
  const mention = mentionIn(text);
  const [email] = addressesIn(text).emails;
  if (!mention && !email) return byName(command, invited);
  const found = mention
    ? await findMentioned(mention, actor, accounts)
    : { userId: await findUser(actor, { by: "email", email: email ?? "" }), email: email ?? null };
  const { userId } = found;
  if (!userId) {
    const view = found.email && (await invited(actor, found.email));
    if (view) return void (await open(view));
    const ended = found.email ? await lastEnded(actor, found.email) : null;
    const nobody = nobodyBlocks(readable(mention ? text : (email ?? "")), mention ? text : email, ended);
    return reply(nobody.text, nobody.blocks);
  }
  await open(profileView(await userProfile(actor, userId)));
}

/**
 * Looks up a name among users, then among invitees: one match opens the profile, up to 10 offer a choice, more open the
 * list to narrow it down.
 */
async function byName({ text, actor, open, reply }: Command, invited: InvitedScreen): Promise<void> {
  const page = await listUsers(actor, text, null);
  const [only, another] = page.rows;
  if (!only) {
    const view = await invited(actor, text);
    if (view) return void (await open(view));
    const nobody = nobodyBlocks(readable(text));
    return reply(nobody.text, nobody.blocks);
  }
  const choice = () => (page.next ? usersView({ ...page, state: start(text) }) : choiceView(text, page.rows));
  const view = another ? choice() : profileView(await userProfile(actor, only.userId));
  await open(view);
}

/** Registers the profile with its tabs, and everything that can be done from it. */
export function registerUser(router: SlackRouter, context: SlackContext): void {
  router.show(ids.user.open, anyText, async ({ actor, value: userId }) => ({
    above: profileView(await userProfile(actor, userId)),
  }));

  router.show(ids.user.profile, anyText, async ({ actor, value: userId }) => ({
    view: profileView(await userProfile(actor, userId)),
  }));

  router.show(ids.user.groups, anyText, async ({ actor, value: userId }) => ({
    view: userGroupsView(await userProfile(actor, userId)),
  }));

  router.show(ids.user.activity, anyText, async ({ actor, value: userId }) => ({
    view: activityView(await userActivity(actor, userId, null)),
  }));

  for (const id of [ids.user.activityPrevious, ids.user.activityNext])
    router.show(id, activityState, async ({ actor, value: { userId, cursor } }) => ({
      view: activityView(await userActivity(actor, userId, cursor)),
    }));

  registerChangeGroups(router, context);
  registerSetEnd(router, context);
  registerSuspension(router, context);
  registerErasure(router, context);
  registerLink(router, context);
}
