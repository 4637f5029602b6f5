import { type Account, changeAccount, type Profile } from "./accounts.ts";
import type { Conversation } from "./conversations.ts";
import type { Events } from "./events.ts";
import { LARGEST_INPUT } from "./files.ts";
import { newTimestamp } from "./identifiers.ts";
import type { Interactions } from "./interactions.ts";
import type { Manifest } from "./manifest.ts";
import type { MessageOnScreen } from "./message-on-screen.ts";
import type { Pressing } from "./on-screen.ts";
import type { Payload } from "./payloads.ts";
import { Screen } from "./screen.ts";
import { asMarkup } from "./typed-text.ts";
import type { FieldErrors, LiveView } from "./view-on-screen.ts";
import type { Workspace } from "./workspace.ts";

/** The Slack that someone uses. */
export interface SlackServer {
  workspace: Workspace;
  interactions: Interactions;
  events: Events;
  manifest: Manifest;
}

/** Someone using Slack: what they do. Everything is named as on the screen. */
export class Person extends Screen {
  readonly #interactions: Interactions;
  readonly #events: Events;
  readonly #manifest: Manifest;

  constructor(account: Account, at: SlackServer) {
    super(account, at.workspace, at.interactions);
    this.#interactions = at.interactions;
    this.#events = at.events;
    this.#manifest = at.manifest;
  }

  /** Returns their account as it is now. */
  get account(): Readonly<Account> {
    return this.session.account;
  }

  /** Returns their mention in a command's text. */
  get mention(): string {
    return `<@${this.id}|${this.account.handle}>`;
  }

  /** Goes to another of their workspaces in a Grid, by its name. */
  goesTo(workspace: string): void {
    this.workspace.goTo(this.session.account, workspace);
  }

  /** Types a slash command; `@Full Name` mentions someone, if the manifest lets Slack escape commands. */
  async runs(line: string, where: Conversation = this.workspace.conversations.general): Promise<void> {
    this.atHome = false;
    const [, command = "", text = ""] = line.match(/^(\S+)\s*(.*)$/s) ?? [];
    if (!this.#manifest.hasCommand(command)) throw new Error(`${command} is not a valid command.`);
    const sent = this.#manifest.escapes(command) ? asMarkup(text, this.workspace) : text;
    await this.#interactions.command(this.session.account, { command, text: sent }, where);
  }

  /**
   * Writes a message in a channel.
   *
   * @param time when, in milliseconds since 1970
   */
  says(text: string, channel = "general", time?: number): void {
    const { conversations } = this.workspace;
    const { id: channelId } = conversations.channel(channel, "");
    conversations.post({ text: asMarkup(text, this.workspace) }, { channelId, author: this.id, time });
  }

  /**
   * Uses a shortcut by its name or callback id: a global one, or one on a message they have just written.
   *
   * @param on what they wrote, and what else Slack says about it: blocks, or what they forwarded as an attachment
   */
  async usesShortcut(name: string, on?: { message: string } & Payload): Promise<void> {
    const { conversations } = this.workspace;
    const place = { channelId: conversations.general.id, author: this.id };
    const { message: typed = "", ...more } = on ?? {};
    const message = on && conversations.post({ text: asMarkup(typed, this.workspace) }, place);
    const callbackId = this.#manifest.callbackIdOf(name);
    await this.#interactions.shortcut(this.session.account, callbackId, message, more);
  }

  /** Opens the app's Home tab. */
  async opensHome(): Promise<void> {
    if (!this.workspace.hasHomeTab) throw new Error("The app has no Home tab.");
    this.atHome = true;
    await this.#events.openApp(this.session.account, "home");
  }

  /** Opens the app's messages. */
  async opensMessages(): Promise<void> {
    this.atHome = false;
    await this.#events.openApp(this.session.account, "messages");
  }

  /** Presses a button: in the open modal, or else where they are (Home tab or messages, latest first). */
  async presses(name: string, pressing: Pressing = {}): Promise<void> {
    const place = this.#where((part) => part.offers(name, pressing.beside), `button "${name}"`);
    await place.presses(name, pressing);
  }

  /** Chooses from an overflow menu, found in the same order as a button. */
  async choosesFromMenu(choice: string, pressing: Pressing = {}): Promise<void> {
    const place = this.#where((part) => part.hasChoice(choice, pressing.beside), `menu with "${choice}"`);
    await place.choosesFromMenu(choice, pressing);
  }

  /** Types into the field with this label. */
  async types(label: string, text: string): Promise<void> {
    await this.#form().types(label, text);
  }

  /** Picks options, people (by name) or a date by what is visible; in a multiple choice, exactly these. */
  async picks(label: string, choice: string | string[], { beside }: { beside?: string } = {}): Promise<void> {
    await this.#form().picks(label, choice, beside);
  }

  /** Attaches a file to the field with this label; Slack's client accepts up to 10 MB. */
  async attaches(label: string, name: string, content: string | Buffer): Promise<void> {
    const bytes = Buffer.from(content);
    if (bytes.length > LARGEST_INPUT) throw new Error("This file is larger than 10 MB");
    await this.#form().attaches(label, this.workspace.files.keep(name, bytes));
  }

  /** Types into a search field of the open modal, and returns what it offers. */
  async searches(label: string, typed: string): Promise<string[]> {
    return this.#form().searches(label, typed);
  }

  /** Submits the open modal. Returns its errors by label; none if it was accepted. */
  async submits(): Promise<FieldErrors> {
    return this.#form().submits();
  }

  /** Closes the open modal by its close button; with `all`, every modal by the cross. */
  async closes({ all = false }: { all?: boolean } = {}): Promise<void> {
    await this.#interactions.close(this.session.account, all);
  }

  /** Changes their profile and tells the app, by `user_change`. */
  async becomes(profile: Partial<Profile>): Promise<void> {
    changeAccount(this.session.account, profile, this.workspace);
    this.workspace.changes.tell({ kind: "person", userId: this.id });
    await this.#tellOf("user_change");
  }

  /** Changes their profile without telling the app. */
  changesUntold(profile: Partial<Profile>): void {
    changeAccount(this.session.account, profile, this.workspace);
  }

  /** Tells the app that they are new, by `team_join`. */
  async joins(): Promise<void> {
    await this.#tellOf("team_join");
  }

  async #tellOf(type: string): Promise<void> {
    const user = this.workspace.describe(this.session.account, { locale: true });
    await this.#events.tell({
      type,
      user,
      cache_ts: Math.floor(Date.now() / 1000),
      event_ts: newTimestamp(),
    });
  }

  #where(has: (part: LiveView | MessageOnScreen) => boolean, what: string): LiveView | MessageOnScreen {
    const place = this.within().find(has);
    if (!place)
      throw new Error(`${this.account.name} finds no ${what} on:\n${this.everything() || "(nothing)"}`);
    return place;
  }

  #form(): LiveView {
    const view = this.top ?? this.homeTab;
    if (!view)
      throw new Error(
        `${this.account.name} has no modal open, but sees:\n${this.everything() || "(nothing)"}`,
      );
    return view;
  }
}
