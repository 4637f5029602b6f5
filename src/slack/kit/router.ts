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

/** A press on a button, or a choice from a menu of actions; already acknowledged. */
export interface Press<Value> {
  actor: AccountActor;
  value: Value;
  /** The modal or the Home that was pressed; undefined on a message. */
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

/** A search in a menu with many options. */
interface Suggestion {
  actor: AccountActor;
  typed: string;
  /** What the form's view remembers, still encoded; undefined outside a form. */
  metadata: string | undefined;
}

type OnPress<Value> = (press: Press<Value>) => Promise<Drawing | undefined>;
type OnSubmit<State> = (submission: Submission<State>) => Promise<Answer>;
/** Finds errors in what was typed, before it is known who typed it; null if there are none. */
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
/** How to find out who acts: ask Slack now, or use an answer up to a minute old. */
type Actors = "fresh" | "recent";

/**
 * Maps the id of each button, form and menu to its handler. It acknowledges each request within Slack's 3 s, then finds
 * out who acts and decodes what the button or view remembers, and only then runs the handler. If a handler throws, it
 * tells the person who acts.
 *
 * A handler that changes something gets the account as Slack describes it now; one that only shows something may get it
 * as it was up to a minute ago.
 *
 * Bolt asks each of its listeners in turn whether a request is theirs, and with seventy of them that takes longer than
 * the rest of an acknowledgement. So there is one listener for all buttons, one for all forms and one for all menus.
 * Commands, shortcuts and events are few, and are registered with Bolt itself.
 */
export class SlackRouter {
  readonly #actions = new Map<string, (args: PressArgs) => Promise<void>>();
  readonly #views = new Map<string, (args: SubmitArgs) => Promise<void>>();
  readonly #options = new Map<string, (args: SuggestArgs) => Promise<void>>();

  /**
   * Calls Slack for listeners. The client that Bolt creates for a request adds a `team_id` to every call: the
   * workspace, the organisation or the actor's home workspace, whichever the payload has.
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

  /** Registers the handler of a button that changes something. */
  press<Value>(id: string, value: StateCodec<Value>, handle: OnPress<Value>): void {
    this.#actions.set(id, this.#onPress("fresh", value, handle));
  }

  /** Registers the handler of a button that only shows something, even a form for people who may make changes. */
  show<Value>(id: string, value: StateCodec<Value>, handle: OnPress<Value>): void {
    this.#actions.set(id, this.#onPress("recent", value, handle, neededBy.get(id)));
  }

  /**
   * Registers the handler of a form that changes something.
   *
   * @param check returns errors in the values before Slack is asked who acts
   */
  submit<State>(
    id: string,
    state: StateCodec<State>,
    handle: OnSubmit<State>,
    check: CheckValues<State> = () => null,
  ): void {
    this.#views.set(id, this.#onSubmit("fresh", { state, check, handle }));
  }

  /** Registers the handler of a form that only searches. */
  search<State>(id: string, state: StateCodec<State>, handle: OnSubmit<State>): void {
    this.#views.set(id, this.#onSubmit("recent", { state, check: () => null, handle }));
  }

  /** Registers what a menu offers while someone types into it. */
  suggest(id: string, find: (suggestion: Suggestion) => Promise<PlainTextOption[]>): void {
    this.#options.set(id, async ({ ack, body, options }) => {
      const work = async () =>
        find({
          actor: await this.#context.accounts.recent(accountOf(body)),
          typed: options.value ?? "",
          metadata: body.view?.private_metadata,
        });
      await answerSuggestion(ack, work);
    });
  }

  /** Registers the modal that a shortcut opens. A message shortcut passes on the text of the message. */
  shortcut(id: string, open: (shortcut: { actor: AccountActor; text: string }) => Promise<ModalView>): void {
    this.#bolt.shortcut<GlobalShortcut | MessageShortcut>(id, async ({ ack, body }) => {
      await ack();
      const actor = await this.#context.accounts.recent(accountOf(body));
      const text = "message" in body ? messageText(body.message) : "";
      await this.client.views.open({ trigger_id: body.trigger_id, view: await open({ actor, text }) });
    });
  }

  /** Registers a slash command, such as `/iam`, with Bolt. */
  command(name: string, listener: Middleware<SlackCommandMiddlewareArgs>): void {
    this.#bolt.command(name, listener);
  }

  /** Registers a workflow step. It is acknowledged once the handler has finished: until then, Slack sends it again. */
  step(callbackId: string, handle: (run: FunctionExecutedEvent) => Promise<void>): void {
    this.#bolt.function(callbackId, { autoAcknowledge: false }, async ({ event, ack }) => {
      await handle(event);
      await ack();
    });
  }

  /** Registers a listener for one type of event with Bolt. */
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
      const value = codec.decode("selected_option" in action ? action.selected_option?.value : action.value);
      const { accounts } = this.#context;
      const actor = await accounts[actors](accountOf(body));
      if (permission) await requirePermission(actor, permission);
      const tell = telling(accounts, client, body);
      // Slack may leave out the values of a screen.
      const view = body.view && { ...body.view, state: body.view.state ?? { values: {} } };
      const drawing = await handle({ actor, value, view, body, client, respond, tell });
      if (drawing) await draw(await permittedDrawing(actor, drawing), { body, client });
    };
  }

  #onSubmit<State>(actors: Actors, { state: codec, check, handle }: Form<State>) {
    const { client } = this;
    return async ({ ack, body, view }: SubmitArgs): Promise<void> => {
      const work = (async () => {
        const state = codec.decode(view.private_metadata);
        const values = view.state?.values ?? {};
        const errors = await check(values, state, () => this.#context.readers.ofAccount(accountOf(body)));
        if (errors) return underFields(view, errors);
        const actor = await this.#context.accounts[actors](accountOf(body));
        const tell = telling(this.#context.accounts, client, body);
        const answer = await handle({ actor, state, values, view, body, client, tell });
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

/** @throws UnreadableState: only another version of the app has this button */
async function onUnknownPress({ ack, action }: PressArgs): Promise<void> {
  await ack();
  throw new UnreadableState(`no button is called ${action.action_id}`);
}

async function onUnknownSuggestion({ ack }: SuggestArgs): Promise<void> {
  await ack({ options: [] });
}

/** Creates the function that writes to the person who acts. */
function telling(accounts: Accounts, client: WebClient, body: unknown): Tell {
  return (sentence) => messagePerson(client, accounts, accountOf(body), sentenceCard(sentence));
}
