import type { BlockAction, ButtonAction, ViewSubmitAction } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import type { AccountActor } from "../../services/actor.ts";
import { listUsers } from "../../services/users/list-users.ts";
import { accountOf } from "../kit/account-of.ts";
import type { Subcommand } from "../kit/command.ts";
import type { SlackContext } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import { resolveSearchText } from "../kit/mentioned.ts";
import type { Listeners } from "../kit/router.ts";
import { redisplayWithError, respondInTime } from "../kit/submission.ts";
import {
  following,
  preceding,
  readCursor,
  readPlace,
  searchIn,
  start,
  type UsersPlace,
} from "./list-state.ts";
import { usersView } from "./list-view.ts";

type Press = BlockAction<ButtonAction>;

/** `/iam users [text]` */
export function usersCommand({ accounts }: SlackContext): Subcommand {
  return {
    example: "/iam users",
    about: "List everyone, or those whose name, address or domain begins so.",
    button: { id: ids.users.open, words: "Users" },
    async run({ text, actor, client, triggerId }) {
      const sought = await resolveSearchText(text, actor, accounts);
      await client.views.open({ trigger_id: triggerId, view: await draw(actor, start(sought)) });
    },
  };
}

export function registerUsers(app: Listeners, { accounts, log }: SlackContext): void {
  app.action<Press>(ids.users.open, async ({ ack, action, body, client }) => {
    await ack();
    const actor = await accounts.recent(accountOf(body));
    const view = await draw(actor, start(action.value ?? ""));
    await client.views.open({ trigger_id: body.trigger_id, view });
  });

  app.action<Press>(ids.users.next, async ({ ack, action, body, client }) => {
    await ack();
    const place = following(readPlace(body.view?.private_metadata), readCursor(action.value));
    const view = await draw(await accounts.recent(accountOf(body)), place);
    if (body.view) await client.views.update({ view_id: body.view.id, view });
  });

  app.action<Press>(ids.users.previous, async ({ ack, body, client }) => {
    await ack();
    const place = preceding(readPlace(body.view?.private_metadata));
    const view = await draw(await accounts.recent(accountOf(body)), place);
    if (body.view) await client.views.update({ view_id: body.view.id, view });
  });

  app.view<ViewSubmitAction>(ids.users.list, async ({ ack, body, view, client }) => {
    const search = async () => {
      const actor = await accounts.recent(accountOf(body));
      return { view: await draw(actor, start(searchIn(view.state.values))) };
    };
    await respondInTime(ack, client, view.id, search(), redisplayWithError(view, log));
  });
}

async function draw(actor: AccountActor, place: UsersPlace): Promise<ModalView> {
  return usersView({ ...(await listUsers(actor, place.text, place.after)), place });
}
