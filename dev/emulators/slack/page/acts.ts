import type * as z from "zod";
import { controlsOf } from "../block-kit/controls.ts";
import type { Control } from "../block-kit/elements.ts";
import type { Message } from "../conversations.ts";
import { formFaults } from "../form-faults.ts";
import type { InputValue } from "../input-values.ts";
import { Person, type SlackServer } from "../person.ts";
import { asMarkup } from "../typed-text.ts";
import type { OpenView } from "../views.ts";
import { conversationAt } from "./places.ts";
import type { doing, Outcome, Place } from "./protocol.ts";

const done: Outcome = { errors: {} };

/** Carries out what someone did on the page, as they would in Slack. */
export async function perform({ who, act }: z.infer<typeof doing>, at: SlackServer): Promise<Outcome> {
  const { workspace, interactions } = at;
  const account = workspace.account(who);
  if (!account) throw new Error(`Nobody here has the id ${who}`);
  const person = new Person(account, at);
  switch (act.do) {
    case "run":
      await person.runs(act.line, conversationAt(workspace, account, act.where));
      return done;
    case "say": {
      const channelId = conversationAt(workspace, account, act.where).id;
      const text = asMarkup(act.text, workspace);
      workspace.conversations.post({ text }, { channelId, author: who });
      return done;
    }
    case "open":
      await (act.tab === "home" ? person.opensHome() : person.opensMessages());
      return done;
    case "submit":
      return submit(at, account);
    case "close":
      await person.closes({ all: act.all });
      return done;
    case "press": {
      const { place, found } = find(who, act, at);
      await interactions.act(account, place, found, act.action, act.blockId);
      return done;
    }
    case "enter": {
      const { place, found, dispatches } = find(who, act, at);
      const value: InputValue = { ...act.value, type: found.type };
      place.inputs[act.blockId] = { ...place.inputs[act.blockId], [act.actionId]: value };
      place.touched.add(`${act.blockId} ${act.actionId}`);
      if (act.dispatch && dispatches) await interactions.act(account, place, found, act.value, act.blockId);
      return done;
    }
    case "attach": {
      const { place, found } = find(who, act, at);
      const file = workspace.files.keep(act.name, Buffer.from(act.content, "base64"));
      place.inputs[act.blockId] = {
        ...place.inputs[act.blockId],
        [act.actionId]: { type: found.type, files: [file] },
      };
      place.touched.add(`${act.blockId} ${act.actionId}`);
      return done;
    }
    case "suggest": {
      const { place, found } = find(who, act, at);
      return { ...done, options: await interactions.suggest(account, place, found, act.blockId, act.typed) };
    }
    case "shortcut": {
      const message = act.on && messageAt(who, act.on, at);
      await interactions.shortcut(account, act.callbackId, message);
      return done;
    }
  }
}

async function submit(
  { workspace, interactions }: SlackServer,
  account: Person["account"],
): Promise<Outcome> {
  const view = workspace.views.top(account.id);
  if (!view) throw new Error(gone);
  view.errors = {};
  const faults = formFaults(view);
  if (faults.length === 0) await interactions.submit(account, view);
  return { errors: Object.fromEntries(faults.map(({ block, fault }) => [block.block_id ?? "", fault])) };
}

const gone = "It no longer exists";

function messageAt(
  who: string,
  { channelId, ts }: { channelId: string; ts: string },
  { workspace: { conversations } }: SlackServer,
): Message {
  const message = conversations.message(channelId, ts) ?? conversations.message(channelId, ts, who);
  if (!message) throw new Error(gone);
  return message;
}

function find(
  who: string,
  { place: target, blockId, actionId }: { place: Place; blockId: string; actionId: string },
  at: SlackServer,
): { place: OpenView | Message; found: Control; dispatches: boolean } {
  const place =
    "viewId" in target ? at.workspace.views.find({ viewId: target.viewId }) : messageAt(who, target, at);
  const block = place?.blocks.find((one) => one.block_id === blockId);
  const found = block && controlsOf(block).find((one) => one.action_id === actionId);
  if (!place || !block || !found) throw new Error(gone);
  return { place, found, dispatches: block.type !== "input" || block.dispatch_action === true };
}
