import type {
  AllMiddlewareArgs,
  App,
  BlockAction,
  ButtonAction,
  GlobalShortcut,
  MessageShortcut,
  Middleware,
  OverflowAction,
  RespondFn,
  SlackActionMiddlewareArgs,
  SlackCommandMiddlewareArgs,
  SlackEventMiddlewareArgs,
  SlackOptionsMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewOutput,
  ViewSubmitAction,
} from "@slack/bolt";
import type { FunctionExecutedEvent, ModalView, PlainTextOption } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import type { AccountActor } from "../../services/actor.ts";
import { requirePermission } from "../../services/authorize.ts";
import type { Permission } from "../../services/permissions.ts";
import { accountOf } from "./account-of.ts";
import type { Accounts } from "./accounts.ts";
import { sentenceCard } from "./card.ts";
import type { SlackContext } from "./context.ts";
import { type Drawing, draw } from "./drawing.ts";
import { messagePerson } from "./message-person.ts";
import { messageText } from "./message-text.ts";
import { neededBy, permittedView } from "./permitted.ts";
import type { Reader } from "./reader.ts";
import type { Tell } from "./redraw.ts";
import { type StateCodec, UnreadableState } from "./state-codec.ts";
import {
  type Answer,
  type FieldErrors,
  redisplayWithError,
  respondInTime,
  underFields,
} from "./submission.ts";
import { answerSuggestion } from "./suggestion.ts";

/** A press on a button, or a choice from a menu of actions. It was acknowledged already. */
export interface Press<Value> {
  actor: AccountActor;
  value: Value;
  /** The modal or the Home that was pressed on; none on a message. */
  view: ViewOutput | undefined;
  body: BlockAction<ButtonAction | OverflowAction>;
  client: WebClient;
  respond: RespondFn;
  tell: Tell;
}

/** A submitted form. */
export interface Submission<State> {
  actor: AccountActor;
  /** What the form's view remembers. */
  state: State;
  /** What was filled in. */
  values: unknown;
  view: ViewOutput;
  body: ViewSubmitAction;
  client: WebClient;
  tell: Tell;
}

/** A search in a menu of many options. */
interface Suggestion {
  actor: AccountActor;
  typed: string;
  /** What the form's view remembers, as it was written; undefined outside of one. */
  metadata: string | undefined;
}

type OnPress<Value> = (press: Press<Value>) => Promise<Drawing | undefined>;
type OnSubmit<State> = (submission: Submission<State>) => Promise<Answer>;
/** Finds what is wrong with the values themselves. It knows nobody, so it goes by what was typed alone; null where all is well. */
type CheckValues<State> = (
  values: unknown,
  state: State,
  reader: () => Promise<Reader>,
) => FieldErrors | null | Promise<FieldErrors | null>;
interface Form<State> {
  state: StateCodec<State>;
  check: CheckValues<State>;
  handle: OnSubmit<State>;
}
type PressArgs = SlackActionMiddlewareArgs<BlockAction<ButtonAction | OverflowAction>> & AllMiddlewareArgs;
type SubmitArgs = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;
type SuggestArgs = SlackOptionsMiddlewareArgs<"block_suggestion"> & AllMiddlewareArgs;
/** How who acts is found out. */
type Actors = "fresh" | "recent";

/**
 * What happens at each button, submit and search, by its id. Each is acknowledged within Slack's 3 s; who acts is
 * found out, and what the button or view remembers is read, before a handler runs. What a handler throws, the one
 * who acts is told.
 *
 * Whatever changes something asks Slack just now who acts; what only shows something may take it from a minute ago.
 *
 * Bolt asks every listener it has whether a request is theirs, and seventy answers take longer than the rest of an
 * acknowledgement: so it has one for each kind. Commands, shortcuts and events are few, and Bolt's own.
 */
export class SlackRouter {
  readonly #actions = new Map<string, (args: PressArgs) => Promise<void>>();
  readonly #views = new Map<string, (args: SubmitArgs) => Promise<void>>();
  readonly #options = new Map<string, (args: SuggestArgs) => Promise<void>>();

  /**
   * Calls Slack for listeners. The client that Bolt makes for a request adds a `team_id` to every call: the workspace, the
   * organisation or where whoever acts is at home, as the payload has it.
   */
  readonly client: WebClient;

  readonly #bolt: App;
  readonly #context: SlackContext;

  constructor(bolt: App, context: SlackContext) {
    this.client = bolt.client;
    this.#bolt = bolt;
    this.#context = context;
    bolt.action<BlockAction<ButtonAction | OverflowAction>>(/./, async (args) =>
      (this.#actions.get(args.action.action_id) ?? onUnknownPress)(args),
    );
    bolt.view<ViewSubmitAction>(/./, async (args) =>
      (this.#views.get(args.view.callback_id) ?? this.#onUnknownSubmit)(args),
    );
    bolt.options<"block_suggestion">(/./, async (args) =>
      (this.#options.get(args.payload.action_id) ?? onUnknownSuggestion)(args),
    );
  }

  /** Says what a button does that changes something. */
  press<Value>(id: string, value: StateCodec<Value>, handle: OnPress<Value>): void {
    this.#actions.set(id, this.#onPress("fresh", value, handle));
  }

  /** Says what a button draws that only shows something, be it a form for those who may change it. */
  show<Value>(id: string, value: StateCodec<Value>, handle: OnPress<Value>): void {
    this.#actions.set(id, this.#onPress("recent", value, handle, neededBy.get(id)));
  }

  /** Says what a form does that changes something; what `check` finds is answered before Slack is asked who acts. */
  submit<State>(
    id: string,
    state: StateCodec<State>,
    handle: OnSubmit<State>,
    check: CheckValues<State> = () => null,
  ): void {
    this.#views.set(id, this.#onSubmit("fresh", { state, check, handle }));
  }

  /** Says what a form finds that only searches. */
  search<State>(id: string, state: StateCodec<State>, handle: OnSubmit<State>): void {
    this.#views.set(id, this.#onSubmit("recent", { state, check: () => null, handle }));
  }

  /** Says which options a menu offers that searches while somebody types. */
  suggest(id: string, find: (suggestion: Suggestion) => Promise<PlainTextOption[]>): void {
    this.#options.set(id, async ({ ack, body, options }) => {
      const work = async () =>
        find({
          actor: await this.#context.accounts.recent(accountOf(body)),
          typed: options.value,
          metadata: body.view?.private_metadata,
        });
      await answerSuggestion(ack, work);
    });
  }

  /** Says which modal a shortcut opens; one on a message brings all that it says. */
  shortcut(id: string, open: (shortcut: { actor: AccountActor; text: string }) => Promise<ModalView>): void {
    this.#bolt.shortcut<GlobalShortcut | MessageShortcut>(id, async ({ ack, body }) => {
      await ack();
      const actor = await this.#context.accounts.recent(accountOf(body));
      const text = "message" in body ? messageText(body.message) : "";
      await this.client.views.open({ trigger_id: body.trigger_id, view: await open({ actor, text }) });
    });
  }

  command(name: string, listener: Middleware<SlackCommandMiddlewareArgs>): void {
    this.#bolt.command(name, listener);
  }

  /** Says what a step of a workflow does. It is acknowledged once the handler is through: until then Slack sends it again. */
  step(callbackId: string, handle: (run: FunctionExecutedEvent) => Promise<void>): void {
    this.#bolt.function(callbackId, { autoAcknowledge: false }, async ({ event, ack }) => {
      await handle(event);
      await ack();
    });
  }

  event<Type extends string>(type: Type, listener: Middleware<SlackEventMiddlewareArgs<Type>>): void {
    this.#bolt.event(type, listener);
  }

  readonly #onUnknownSubmit = async ({ ack, body, view }: SubmitArgs): Promise<void> => {
    const work = Promise.reject(new UnreadableState(`no form is called ${view.callback_id}`));
    await respondInTime(ack, this.client, view.id, work, redisplayWithError(view, body, this.#context));
  };

  #onPress<Value>(actors: Actors, codec: StateCodec<Value>, handle: OnPress<Value>, permission?: Permission) {
    const { client } = this;
    return async ({ ack, action, body, respond }: PressArgs): Promise<void> => {
      await ack();
      const value = codec.decode("selected_option" in action ? action.selected_option.value : action.value);
      const { accounts } = this.#context;
      const actor = await accounts[actors](accountOf(body));
      if (permission) await requirePermission(actor, permission);
      const tell = telling(accounts, client, body);
      const drawing = await handle({ actor, value, view: body.view, body, client, respond, tell });
      if (drawing) await draw(await permittedDrawing(actor, drawing), { body, client });
    };
  }

  #onSubmit<State>(actors: Actors, { state: codec, check, handle }: Form<State>) {
    const { client } = this;
    return async ({ ack, body, view }: SubmitArgs): Promise<void> => {
      const work = (async () => {
        const state = codec.decode(view.private_metadata);
        const errors = await check(view.state.values, state, () =>
          this.#context.readers.ofAccount(accountOf(body)),
        );
        if (errors) return underFields(view, errors);
        const actor = await this.#context.accounts[actors](accountOf(body));
        const tell = telling(this.#context.accounts, client, body);
        const answer = await handle({ actor, state, values: view.state.values, view, body, client, tell });
        return "view" in answer ? { ...answer, view: await permittedView(actor, answer.view) } : answer;
      })();
      await respondInTime(ack, client, view.id, work, redisplayWithError(view, body, this.#context));
      const answer = await work.catch(() => null);
      await answer?.afterwards?.();
    };
  }
}

async function permittedDrawing(actor: AccountActor, drawing: Drawing): Promise<Drawing> {
  return "view" in drawing
    ? { view: await permittedView(actor, drawing.view) }
    : { above: await permittedView(actor, drawing.above) };
}

/** @throws UnreadableState: it is another version's */
async function onUnknownPress({ ack, action }: PressArgs): Promise<void> {
  await ack();
  throw new UnreadableState(`no button is called ${action.action_id}`);
}

async function onUnknownSuggestion({ ack }: SuggestArgs): Promise<void> {
  await ack({ options: [] });
}

/** Says how whoever acts is told something. */
function telling(accounts: Accounts, client: WebClient, body: unknown): Tell {
  return (sentence) => messagePerson(client, accounts, accountOf(body), sentenceCard(sentence));
}
