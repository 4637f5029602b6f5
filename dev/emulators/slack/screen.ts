import type { Account } from "./accounts.ts";
import type { Change } from "./changes.ts";
import type { Message } from "./conversations.ts";
import type { Interactions } from "./interactions.ts";
import { MessageOnScreen } from "./message-on-screen.ts";
import type { Session } from "./on-screen.ts";
import { LiveView, ViewOnScreen } from "./view-on-screen.ts";
import type { OpenView } from "./views.ts";
import type { Workspace } from "./workspace.ts";

/** Someone looking at Slack: what they see, and what they wait to see. */
export class Screen {
  readonly id: string;
  protected readonly workspace: Workspace;
  protected readonly session: Session;
  /** Whether they are on the app's Home tab rather than in its messages. */
  protected atHome = false;

  constructor(account: Account, workspace: Workspace, interactions: Interactions) {
    this.id = account.id;
    this.workspace = workspace;
    this.session = {
      account,
      interactions,
      nameOf: (id) => workspace.nameOf(id),
      idOf: (name) => workspace.named(name).id,
    };
  }

  /** Returns the open modal as text, below any problem; empty if no modal is open. */
  screen(): string {
    const problem = this.workspace.problem(this.id);
    return [problem && `⚠ ${problem}`, this.top?.asText].filter(Boolean).join("\n");
  }

  /** Returns the Home tab as text; empty until the app publishes one. */
  home(): string {
    return this.homeTab?.asText ?? "";
  }

  /** Returns direct messages from the app, oldest first, as they are now. */
  get messages(): MessageOnScreen[] {
    return this.workspace.conversations.direct(this.id).map((message) => this.message(message));
  }

  /** Returns messages that only they see, oldest first. */
  get ephemerals(): MessageOnScreen[] {
    return this.workspace.conversations.ephemerals(this.id).map((message) => this.message(message));
  }

  /** Returns the messages that everyone sees in the channel where they type commands, oldest first. */
  get channel(): MessageOnScreen[] {
    const { conversations } = this.workspace;
    return conversations.in(conversations.general.id).map((message) => this.message(message));
  }

  /** Captures the modal (or the Home tab) as it is now: later presses on it may be stale. */
  look(): ViewOnScreen {
    const view = this.top ?? this.homeTab;
    if (!view) throw new Error(`Nothing to look at. ${this.everything()}`);
    return this.#snapshot(view);
  }

  /** Waits until the modal they see has this title. */
  async seesView(title: string): Promise<ViewOnScreen> {
    const view = await this.#until(
      () => (this.top?.title === title ? this.top : undefined),
      `the view "${title}"`,
    );
    return this.#snapshot(view);
  }

  /** Waits until no modal is open. */
  async seesNoView(): Promise<void> {
    await this.#until(() => (this.top ? undefined : true), "no modal");
  }

  /** Waits until their screen shows this text: in the modal, on the Home tab if they are there, or in any message. */
  async sees(text: string | RegExp): Promise<string> {
    return this.#until(
      () => (matches(this.everything(), text) ? this.everything() : undefined),
      String(text),
    );
  }

  /** Waits for a direct message from the app with this text, in its blocks or its `text`. */
  async receives(text: string | RegExp): Promise<MessageOnScreen> {
    const says = (message: MessageOnScreen) => matches(message.asText, text) || matches(message.text, text);
    return this.#until(() => this.messages.findLast(says), `a direct message that says ${text}`);
  }

  /** The open modal. */
  protected get top(): LiveView | undefined {
    const view = this.workspace.views.top(this.id);
    return view && new LiveView(this.session, view);
  }

  /** Their Home tab. */
  protected get homeTab(): LiveView | undefined {
    const view = this.workspace.views.home(this.id);
    return view && new LiveView(this.session, view);
  }

  /** What they could press, nearest first: a modal covers the rest, then their tab, newest first. */
  protected within(): (LiveView | MessageOnScreen)[] {
    const written = [...this.messages, ...this.ephemerals, ...this.channel].sort((a, b) =>
      b.message.ts.localeCompare(a.message.ts),
    );
    const home = this.homeTab ? [this.homeTab] : [];
    return [
      ...(this.top ? [this.top] : []),
      ...(this.atHome ? [...home, ...written] : [...written, ...home]),
    ];
  }

  /** Returns everything they see, as text. */
  protected everything(): string {
    const parts = [
      this.screen(),
      this.atHome ? this.home() : "",
      ...this.channel.map((message) => `(for all) ${message.asText}`),
      ...this.ephemerals.map((message) => `(only for you) ${message.asText}`),
      ...this.messages.map((message) => `(direct message) ${message.asText}`),
    ];
    return parts.filter(Boolean).join("\n\n");
  }

  /** Wraps a message on their screen. */
  protected message(message: Message): MessageOnScreen {
    return new MessageOnScreen(this.session, message);
  }

  #snapshot({ view }: ViewOnScreen): ViewOnScreen {
    return new ViewOnScreen(this.session, structuredClone<OpenView>(view));
  }

  async #until<T>(look: () => T | undefined, what: string): Promise<T> {
    const complain = () =>
      new Error(
        `${this.session.account.name} does not see ${what}, but:\n${this.everything() || "(nothing)"}`,
      );
    return this.workspace.changes.until(look, isSeenBy(this.id), complain);
  }
}

/** Tells which changes may show on somebody's screen: all messages, and anything personal that is theirs. */
function isSeenBy(userId: string): (change: Change) => boolean {
  return (change) =>
    change.kind === "message" || change.kind === "person" || ("userId" in change && change.userId === userId);
}

function matches(text: string, sought: string | RegExp): boolean {
  return typeof sought === "string"
    ? text.includes(sought)
    : new RegExp(sought.source, sought.flags.replace("g", "")).test(text);
}
