import type { BlockAction, ButtonAction } from "@slack/bolt";
import { addressesIn } from "../../services/invites/parse-addresses.ts";
import { findUser, userProfile } from "../../services/users/find-user.ts";
import { listUsers } from "../../services/users/list-users.ts";
import { userActivity } from "../../services/users/user-activity.ts";
import { accountOf } from "../kit/account-of.ts";
import { type Command, mentionIn, readable, type Subcommand } from "../kit/command.ts";
import type { SlackContext } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import { whoIsMentioned } from "../kit/mentioned.ts";
import type { Listeners } from "../kit/router.ts";
import { readActivityPlace } from "./activity-state.ts";
import { activityView } from "./activity-view.ts";
import { registerChangeGroups } from "./groups-listeners.ts";
import { registerLink } from "./link-listeners.ts";
import { start } from "./list-state.ts";
import { usersView } from "./list-view.ts";
import { choiceView, nobodyBlocks, profileView, userGroupsView } from "./profile-view.ts";
import { registerStanding } from "./suspension-listeners.ts";

type Press = BlockAction<ButtonAction>;

/** `/iam user <email | @mention | name>` */
export function userCommand({ accounts }: SlackContext): Subcommand {
  return {
    example: "/iam user eve@example.com",
    about: "Look up a person by address, @mention or name.",
    run: (command) => lookUp(command, accounts),
  };
}

async function lookUp(command: Command, accounts: SlackContext["accounts"]): Promise<void> {
  const { text, actor, client, triggerId, reply } = command;
  if (text === "") return reply("Say whom: /iam user eve@example.com, /iam user @eve or /iam user Eve");
  const mention = mentionIn(text);
  const [email] = addressesIn(text).emails;
  if (!mention && !email) return byName(command);
  const { userId } = mention
    ? await whoIsMentioned(mention, actor, accounts)
    : { userId: await findUser(actor, { by: "email", email: email ?? "" }) };
  if (!userId) {
    const nobody = nobodyBlocks(readable(mention ? text : (email ?? "")), mention ? text : email);
    return reply(nobody.text, nobody.blocks);
  }
  await client.views.open({ trigger_id: triggerId, view: profileView(await userProfile(actor, userId)) });
}

/** One match opens the profile, up to 10 offer a choice, more open the list to narrow down. */
async function byName({ text, actor, client, triggerId, reply }: Command): Promise<void> {
  const page = await listUsers(actor, text, null);
  const [only, another] = page.users;
  if (!only) {
    const nobody = nobodyBlocks(readable(text));
    return reply(nobody.text, nobody.blocks);
  }
  const choice = () =>
    page.next ? usersView({ ...page, place: start(text) }) : choiceView(text, page.users);
  const view = another ? choice() : profileView(await userProfile(actor, only.userId));
  await client.views.open({ trigger_id: triggerId, view });
}

export function registerUser(app: Listeners, context: SlackContext): void {
  const { accounts } = context;

  app.action<Press>(ids.user.open, async ({ ack, action, body, client }) => {
    await ack();
    const actor = await accounts.recent(accountOf(body));
    const view = profileView(await userProfile(actor, action.value ?? ""));
    if (body.view) await client.views.push({ trigger_id: body.trigger_id, view });
    else await client.views.open({ trigger_id: body.trigger_id, view });
  });

  for (const [id, draw] of [
    [ids.user.profile, profileView],
    [ids.user.groups, userGroupsView],
  ] as const)
    app.action<Press>(id, async ({ ack, action, body, client }) => {
      await ack();
      const actor = await accounts.recent(accountOf(body));
      const view = draw(await userProfile(actor, action.value ?? ""));
      if (body.view) await client.views.update({ view_id: body.view.id, view });
    });

  app.action<Press>(ids.user.activity, async ({ ack, action, body, client }) => {
    await ack();
    const actor = await accounts.recent(accountOf(body));
    const view = activityView(await userActivity(actor, action.value ?? "", null));
    if (body.view) await client.views.update({ view_id: body.view.id, view });
  });

  for (const id of [ids.user.activityPrevious, ids.user.activityNext])
    app.action<Press>(id, async ({ ack, action, body, client }) => {
      await ack();
      const { userId, cursor } = readActivityPlace(action.value);
      const view = activityView(await userActivity(await accounts.recent(accountOf(body)), userId, cursor));
      if (body.view) await client.views.update({ view_id: body.view.id, view });
    });

  registerChangeGroups(app, context);
  registerStanding(app, context);
  registerLink(app, context);
}
