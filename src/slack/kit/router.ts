import type {
  AllMiddlewareArgs,
  App,
  Middleware,
  SlackAction,
  SlackActionMiddlewareArgs,
  SlackCommandMiddlewareArgs,
  SlackEventMiddlewareArgs,
  SlackOptionsMiddlewareArgs,
  SlackShortcut,
  SlackShortcutMiddlewareArgs,
  SlackViewAction,
  SlackViewMiddlewareArgs,
} from "@slack/bolt";

/** A listener as it is kept: what it was registered for says which arguments it gets. */
interface Kept<Args> {
  listener(args: Args & AllMiddlewareArgs): Promise<void>;
}

/**
 * What happens at each button, submit and search, by its id. Bolt asks every listener it has whether a request is
 * theirs, and seventy answers take longer than the rest of an acknowledgement: so it has one for each kind.
 * Commands, shortcuts and events are few, and Bolt's own.
 */
export class Listeners {
  readonly #actions = new Map<string, Kept<SlackActionMiddlewareArgs>>();
  readonly #views = new Map<string, Kept<SlackViewMiddlewareArgs>>();
  readonly #options = new Map<string, Kept<SlackOptionsMiddlewareArgs>>();

  readonly #bolt: App;

  constructor(bolt: App) {
    this.#bolt = bolt;
    bolt.action(/./, async (args) => {
      if ("action_id" in args.action) await this.#actions.get(args.action.action_id)?.listener(args);
    });
    bolt.view(/./, async (args) => this.#views.get(args.view.callback_id)?.listener(args));
    bolt.options<"block_suggestion">(/./, async (args) =>
      this.#options.get(args.payload.action_id)?.listener(args),
    );
  }

  action<Action extends SlackAction>(
    id: string,
    listener: Middleware<SlackActionMiddlewareArgs<Action>>,
  ): void {
    this.#actions.set(id, { listener });
  }

  view<Submission extends SlackViewAction>(
    id: string,
    listener: Middleware<SlackViewMiddlewareArgs<Submission>>,
  ): void {
    this.#views.set(id, { listener });
  }

  options(id: string, listener: Middleware<SlackOptionsMiddlewareArgs<"block_suggestion">>): void {
    this.#options.set(id, { listener });
  }

  command(name: string, listener: Middleware<SlackCommandMiddlewareArgs>): void {
    this.#bolt.command(name, listener);
  }

  shortcut<Shortcut extends SlackShortcut>(
    id: string,
    listener: Middleware<SlackShortcutMiddlewareArgs<Shortcut>>,
  ): void {
    this.#bolt.shortcut<Shortcut>(id, listener);
  }

  event<Type extends string>(type: Type, listener: Middleware<SlackEventMiddlewareArgs<Type>>): void {
    this.#bolt.event(type, listener);
  }
}
