import * as z from "zod";
import type { Block } from "../block-kit/blocks.ts";
import type { Option } from "../block-kit/objects.ts";
import type { InputValues } from "../input-values.ts";

const viewPlace = z.strictObject({ viewId: z.string() });
const messagePlace = z.strictObject({ channelId: z.string(), ts: z.string() });
const control = {
  place: z.union([viewPlace, messagePlace]),
  blockId: z.string(),
  actionId: z.string(),
};
const fields = z.record(z.string(), z.unknown());

const act = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("run"), line: z.string().min(1), where: z.string() }),
  z.strictObject({ do: z.literal("say"), text: z.string().min(1), where: z.string() }),
  z.strictObject({ do: z.literal("open"), tab: z.enum(["home", "messages"]) }),
  z.strictObject({ do: z.literal("submit") }),
  z.strictObject({ do: z.literal("close"), all: z.boolean() }),
  z.strictObject({ do: z.literal("press"), ...control, action: fields }),
  z.strictObject({ do: z.literal("enter"), ...control, value: fields, dispatch: z.boolean() }),
  z.strictObject({ do: z.literal("attach"), ...control, name: z.string(), content: z.base64() }),
  z.strictObject({ do: z.literal("suggest"), ...control, typed: z.string() }),
  z.strictObject({ do: z.literal("shortcut"), callbackId: z.string(), on: messagePlace.optional() }),
]);

/** What someone does on the page: who, and one of the acts above. */
export const doing = z.strictObject({ who: z.string(), act });

/** One act. `where` is the key of a conversation. */
export type Act = z.infer<typeof act>;

/** Where a control is: in a view or in a message. */
export type Place = z.infer<typeof viewPlace> | z.infer<typeof messagePlace>;

/** The outcome of an act. */
export interface Outcome {
  /** The faults of a submitted form, by block id. */
  errors: Record<string, string>;
  /** The options that the app suggests. */
  options?: Option[];
  /** Why it could not be done. */
  refused?: string;
}

/** The fault that every call of the app meets, and for how many more calls; `null` until it is switched off. */
export const outage = z.strictObject({
  kind: z.enum(["slow", "limited", "down", "proxy"]),
  times: z.int().min(1).nullable(),
});

/** The fault that every call currently meets. */
export type OutageOnPage = z.infer<typeof outage>;

/** Someone, as others see them. */
export interface PersonOnPage {
  id: string;
  name: string;
  handle: string;
  title: string;
  guest: boolean;
  foreign: boolean;
  /** The names of their workspaces in a Grid, home first. */
  workspaces: string[];
  deactivated: boolean;
  timeZone: string;
  /** When the app last wrote to them alone: the timestamp of its message. */
  latestFromApp: string | undefined;
}

/** A message. */
export interface MessageOnPage {
  ts: string;
  channelId: string;
  author: string;
  text: string;
  blocks: Block[];
  inputs: InputValues;
  ephemeral: boolean;
  edited: string | undefined;
}

/** A channel, the app's messages, or the direct messages with someone. */
export interface ConversationOnPage {
  /** Its name in the address: a channel's name, `app`, or `@` and a handle. */
  key: string;
  kind: "channel" | "app" | "people";
  name: string;
  topic: string;
  messages: MessageOnPage[];
}

/** A modal or a Home tab. */
export interface ViewOnPage {
  id: string;
  hash: string;
  blocks: Block[];
  inputs: InputValues;
  errors: Record<string, string>;
  title: string;
  submit: string | undefined;
  close: string;
}

/** The app, as its manifest describes it. */
export interface AppOnPage {
  userId: string;
  name: string;
  description: string;
  commands: { command: string; description: string; usage_hint: string }[];
  shortcuts: { name: string; type: "global" | "message"; callback_id: string; description: string }[];
  scopes: string[];
  homeTab: boolean;
  readsMessages: boolean;
}

/** Everything that one person sees. */
export interface Screen {
  workspace: string;
  /** Links to things outside this Slack. */
  links: { label: string; url: string }[];
  app: AppOnPage;
  me: PersonOnPage;
  people: PersonOnPage[];
  names: Record<string, string>;
  conversations: ConversationOnPage[];
  /** The open modal. */
  view: ViewOnPage | undefined;
  /** The titles of the modals below it, the lowest first. */
  below: string[];
  home: ViewOnPage | undefined;
  /** What Slack's client says about their last action, if it failed. */
  problem: string | undefined;
}
