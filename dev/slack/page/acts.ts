import { z } from "zod";
import { controlsOf } from "../block-kit/controls.ts";
import type { Control } from "../block-kit/elements.ts";
import type { Message } from "../conversations.ts";
import type { InputValue } from "../input-values.ts";
import { type At, Person } from "../person.ts";
import type { OpenView } from "../views.ts";

const control = {
  viewId: z.string().optional(),
  channelId: z.string().optional(),
  ts: z.string().optional(),
  blockId: z.string(),
  actionId: z.string(),
};

const act = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("run"), line: z.string().min(1) }),
  z.strictObject({ do: z.literal("open-home") }),
  z.strictObject({ do: z.literal("submit") }),
  z.strictObject({ do: z.literal("close"), all: z.boolean() }),
  z.strictObject({ do: z.literal("press"), ...control, action: z.record(z.string(), z.unknown()) }),
  z.strictObject({ do: z.literal("enter"), ...control, value: z.record(z.string(), z.unknown()) }),
]);

/** What someone does on the page: who, and one act of the above. */
export const doing = z.strictObject({ who: z.string(), act });

/**
 * Does what someone did on the page, as they would in Slack.
 *
 * @returns what to show under the fields of a form, by label
 */
export async function perform({ who, act }: z.infer<typeof doing>, at: At): Promise<Record<string, string>> {
  const account = at.workspace.account(who);
  if (!account) throw new Error(`Nobody here has the id ${who}`);
  const person = new Person(account, at);
  switch (act.do) {
    case "run":
      await person.runs(act.line);
      return {};
    case "open-home":
      await person.opensHome();
      return {};
    case "submit":
      return person.submits();
    case "close":
      await person.closes({ all: act.all });
      return {};
    case "press": {
      const { place, found } = find(who, act, at);
      await at.interactions.act(account, place, found, act.action, act.blockId);
      return {};
    }
    case "enter": {
      const { place, found, dispatches } = find(who, act, at);
      const value: InputValue = { ...act.value, type: found.type };
      place.inputs[act.blockId] = { ...place.inputs[act.blockId], [act.actionId]: value };
      place.touched.add(`${act.blockId} ${act.actionId}`);
      if (dispatches) await at.interactions.act(account, place, found, act.value, act.blockId);
      return {};
    }
  }
}

interface Target {
  viewId?: string | undefined;
  channelId?: string | undefined;
  ts?: string | undefined;
  blockId: string;
  actionId: string;
}

function find(
  who: string,
  { viewId, channelId = "", ts = "", blockId, actionId }: Target,
  { workspace: { views, conversations } }: At,
): { place: OpenView | Message; found: Control; dispatches: boolean } {
  const place = viewId
    ? views.find({ viewId })
    : (conversations.message(channelId, ts) ?? conversations.message(channelId, ts, who));
  const block = place?.blocks.find((one) => one.block_id === blockId);
  const found = block && controlsOf(block).find((one) => one.action_id === actionId);
  if (!place || !block || !found) throw new Error("It is not there any more");
  return { place, found, dispatches: block.type !== "input" || block.dispatch_action === true };
}
