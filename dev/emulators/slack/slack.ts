import type { Profile } from "./accounts.ts";
import type { Change } from "./changes.ts";
import type { SentRequest } from "./delivery/delivery.ts";
import type { Oddity } from "./delivery/http.ts";
import type { Execution } from "./executions.ts";
import type { Fault, Outage } from "./faults.ts";
import { type Parts, type SlackOptions, startParts } from "./parts.ts";
import { Person } from "./person.ts";
import type { Exchange } from "./request-log.ts";
import type { Call } from "./web-api.ts";
import type { SavedWorkspace } from "./workspace.ts";

export type { SlackOptions };

/**
 * Starts a Slack with an empty workspace, listening on 127.0.0.1.
 *
 * @example
 * const slack = await startSlack();
 * // start the app with SLACK_API_URL=slack.apiUrl, SLACK_BOT_TOKEN=slack.botToken, …
 * slack.sendEventsTo("http://127.0.0.1:3000/slack/events");
 * const ada = slack.addPerson({ name: "Ada Lovelace", email: "ada@acme.io" });
 * await ada.runs("/iam invite eve@example.com");
 * await ada.seesView("Invite people");
 */
export async function startSlack(options: SlackOptions = {}): Promise<Slack> {
  return new Slack(await startParts(options));
}

/** A simulated Slack that an app cannot tell from the real one, and that tests can look into. */
export class Slack {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Returns the address that people open in a browser. */
  get origin(): string {
    return this.#parts.origin;
  }

  /** Returns what the app takes as SLACK_API_URL. */
  get apiUrl(): string {
    return `${this.#parts.origin}/api/`;
  }

  get botToken(): string {
    return this.#parts.workspace.botToken;
  }

  get appToken(): string {
    return this.#parts.workspace.appToken;
  }

  get signingSecret(): string {
    return this.#parts.workspace.signingSecret;
  }

  /** Returns the id of where the app is installed: the workspace, or a whole organisation. */
  get teamId(): string {
    return this.#parts.workspace.installedAt;
  }

  /** Returns the app's bot user. */
  get botUserId(): string {
    return this.#parts.workspace.bot.id;
  }

  /** Sends everything to the app's address from now on; until then, it goes over the app's socket. */
  sendEventsTo(url: string): void {
    this.#parts.delivery.url = url;
  }

  /** Returns whether the app answers Slack's challenge at its address. */
  async verifiesUrl(): Promise<boolean> {
    return this.#parts.events.challenge();
  }

  /** Installs the app as its manifest (parsed) describes it: scopes, commands, shortcuts, events. */
  install(manifest: unknown): void {
    this.#parts.manifest.install(manifest);
  }

  /** Adds someone. The app is not told; `person.joins()` does that. */
  addPerson(profile: Profile): Person {
    return new Person(this.#parts.workspace.add(profile), this.#parts);
  }

  /** Returns someone by their full name. */
  person(name: string): Person {
    return new Person(this.#parts.workspace.named(name), this.#parts);
  }

  /** Returns what the next run can restore. */
  get saved(): SavedWorkspace {
    return this.#parts.workspace.saved;
  }

  /** Changes which OAuth scopes the bot's token has. */
  grant(scopes: string[]): void {
    this.#parts.workspace.scopes = [...scopes];
  }

  /** Returns the text of the last file with this name, from anybody. */
  fileNamed(name: string): string | undefined {
    return this.#parts.workspace.files.named(name)?.toString("utf8");
  }

  /** Removes the app of a whole organisation from one of its workspaces. */
  takeAppFrom(workspace: string): void {
    this.#parts.workspace.takeAppFrom(workspace);
  }

  /** Sets Slack's clock ahead of ours, or (below zero) behind it. */
  setClockAhead(ms: number): void {
    this.#parts.workspace.clockAheadMs = ms;
  }

  /** Makes the next call (or calls) of a method fail, or slow. */
  next(method: string, fault: Fault, times = 1): void {
    this.#parts.faults.plan(method, fault, times);
  }

  /** Makes every call go wrong, whatever its method; without an outage, no longer any. */
  setOutage(outage?: Outage): void {
    this.#parts.faults.setOutage(outage);
  }

  /** Opens a channel, if none has that name. The app is in none of them. */
  addChannel(name: string, topic = ""): void {
    this.#parts.workspace.conversations.channel(name, topic);
  }

  /** Adds a link to something outside this Slack to its page. */
  linkTo(label: string, url: string): void {
    this.#parts.workspace.links.push({ label, url });
  }

  /** Makes every call of these methods go wrong, in each of these ways in turn, until `clearFaults`. */
  breakDown(methods: readonly string[], faults: readonly Fault[]): void {
    this.#parts.faults.breakDown(methods, faults);
  }

  /** Ends every fault and outage. */
  clearFaults(): void {
    this.#parts.faults.clearFaults();
  }

  /** Returns the app's calls so far, of one method or of all, oldest first. */
  calls(method?: string): Call[] {
    return this.#parts.api.calls.filter((call) => method === undefined || call.method === method);
  }

  /** Returns the requests sent to the app so far, oldest first. */
  get requests(): readonly SentRequest[] {
    return this.#parts.delivery.requests;
  }

  /** Returns the latest requests in both directions, oldest first; some may still await their answer. */
  get exchanges(): readonly Exchange[] {
    return this.#parts.workspace.requestLog.exchanges;
  }

  /** Posts a body to the app as it is: again, forged, late, or as a retry. Returns the HTTP status. */
  async deliver(body: string, oddity?: Oddity): Promise<number> {
    return this.#parts.delivery.deliver(body, oddity);
  }

  /** Tells the app about an event. */
  async tells(event: { type: string } & Record<string, unknown>): Promise<void> {
    await this.#parts.events.tell(event);
  }

  /** Runs a custom step of the app in a workflow. @returns the run, which the app ends */
  async runsStep(callbackId: string, inputs: Record<string, unknown>): Promise<Execution> {
    return this.#parts.events.runStep(callbackId, inputs);
  }

  /** Makes the bot's token expire after this many seconds, as token rotation does. */
  expireToken(seconds: number): void {
    this.#parts.workspace.tokenExpiresIn = seconds;
  }

  /** Revokes tokens and tells the app whose: the bot's, which no call accepts any longer, and people's. */
  async revokeTokens({ bot = [], oauth = [] }: { bot?: string[]; oauth?: string[] }): Promise<void> {
    if (bot.includes(this.botUserId)) this.#parts.workspace.deadToken ??= "token_revoked";
    await this.tells({ type: "tokens_revoked", tokens: { bot, oauth } });
  }

  /** Uninstalls the app. Slack tells it by two events. */
  async uninstall(): Promise<void> {
    this.#parts.workspace.deadToken = "account_inactive";
    await this.tells({ type: "app_uninstalled" });
    await this.revokeTokens({ bot: [this.botUserId] });
  }

  /** Sets how long the app may take to acknowledge from now on. */
  setAckWithin(ms: number): void {
    this.#parts.delivery.ackWithinMs = ms;
  }

  /** Expires every trigger issued so far. */
  expireTriggers(): void {
    this.#parts.workspace.triggers.expireAll();
  }

  /** Expires every response URL issued so far. */
  expireResponseUrls(): void {
    this.#parts.workspace.responseUrls.expireAll();
  }

  /** Asks every socket to reconnect. */
  refreshSockets(): void {
    this.#parts.sockets.refresh();
  }

  /** Calls the listener at every change, until the returned function is called. */
  onChange(listener: (change: Change) => void): () => void {
    return this.#parts.workspace.changes.listen(listener);
  }

  /** Stops it. */
  async close(): Promise<void> {
    await this.#parts.close();
  }
}
