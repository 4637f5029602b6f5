import type { App, BlockAction, ButtonAction } from "@slack/bolt";
import type { SlackActor } from "../../services/actor.ts";
import { findUsers, userProfile, type Who } from "../../services/users.ts";
import { whoPressed } from "../actor-ref.ts";
import { type Command, mentionIn, readable, type Subcommand } from "../command.ts";
import { ids } from "../ids.ts";
import type { Surroundings } from "../surroundings.ts";
import { choiceView, nobodyBlocks, profileView, userGroupsView } from "./view.ts";

type Press = BlockAction<ButtonAction>;

/** `/iam user <email | @mention | name>` */
export const userCommand: Subcommand = async (command) => {
  const { text, actor, client, triggerId, reply } = command;
  if (text === "") return reply("Say whom: /iam user eve@example.com, /iam user @eve or /iam user Eve");
  const users = await findUsers(actor, whoIs(command));
  const [only, another] = users;
  if (!only) {
    const nobody = nobodyBlocks(readable(text), text.includes("@") && !mentionIn(text));
    return reply(nobody.text, nobody.blocks);
  }
  const view = another ? choiceView(text, users) : profileView(await userProfile(actor, only.userId));
  await client.views.open({ trigger_id: triggerId, view });
};

function whoIs({ text, actor }: Command): Who {
  const mentioned = mentionIn(text);
  if (mentioned) return { by: "account", teamId: actor.teamId, userId: mentioned };
  return text.includes("@") ? { by: "email", email: text } : { by: "name", text };
}

export function registerUser(app: App, { accounts }: Surroundings): void {
  app.action<Press>(ids.user.open, async ({ ack, action, body, client }) => {
    await ack();
    const view = profileView(await profile(await accounts.recent(whoPressed(body)), action.value));
    if (body.view) await client.views.push({ trigger_id: body.trigger_id, view });
    else await client.views.open({ trigger_id: body.trigger_id, view });
  });

  for (const [id, draw] of [
    [ids.user.profile, profileView],
    [ids.user.groups, userGroupsView],
  ] as const)
    app.action<Press>(id, async ({ ack, action, body, client }) => {
      await ack();
      const user = await profile(await accounts.recent(whoPressed(body)), action.value);
      if (body.view) await client.views.update({ view_id: body.view.id, view: draw(user) });
    });
}

function profile(actor: SlackActor, userId = "") {
  return userProfile(actor, userId);
}
