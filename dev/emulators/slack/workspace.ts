import { randomBytes } from "node:crypto";
import { type Account, newAccount, type Profile, userObject } from "./accounts.ts";
import { Changes } from "./changes.ts";
import { Conversations, type Written } from "./conversations.ts";
import type { Execution } from "./executions.ts";
import { Files } from "./files.ts";
import { newId } from "./identifiers.ts";
import { type GridInstall, newOrganisation, type Organisation, type Team } from "./organisation.ts";
import { RequestLog } from "./request-log.ts";
import { ResponseUrls } from "./response-urls.ts";
import { Triggers } from "./triggers.ts";
import { Views } from "./views.ts";

/** The scopes an app with every method and event here has been granted. */
const everyScope = [
  ...["chat:write", "commands", "files:read", "files:write", "im:write"],
  ...["team:read", "users:read", "users:read.email"],
];

/** What the next run needs to restore a workspace. */
export interface SavedWorkspace extends Written {
  teamId: string;
  organisation?: Organisation | undefined;
  botUserId: string;
  accounts: Account[];
}

/** One Slack workspace with one app: its people, what they see, what the app may do. */
export class Workspace {
  readonly team: Team = { id: newId("T"), name: "Acme", domain: "acme" };
  /** The Grid that the workspace is part of. */
  readonly organisation: Organisation | undefined;
  readonly appId = newId("A");
  readonly botId = newId("B");
  readonly verificationToken = randomBytes(12).toString("hex");
  readonly botToken = `xoxb-${randomBytes(16).toString("hex")}`;
  readonly appToken = `xapp-1-${randomBytes(16).toString("hex")}`;
  readonly signingSecret = randomBytes(16).toString("hex");

  readonly changes = new Changes();
  readonly requestLog = new RequestLog(this.changes);
  readonly views = new Views(this.changes);
  readonly conversations = new Conversations(this.changes);
  readonly files = new Files(this.changes);
  readonly triggers = new Triggers();
  /** The runs of custom steps, by their ids. */
  readonly executions = new Map<string, Execution>();
  readonly bot: Account;
  readonly responseUrls: ResponseUrls;

  /** How far Slack's clock is ahead of ours. */
  clockAheadMs = 0;

  /** Addresses outside this Slack that its page offers. */
  readonly links: { label: string; url: string }[] = [];
  /** The OAuth scopes of the bot's token. */
  scopes = [...everyScope];
  /** In how many seconds the bot's token expires; never unless the app rotates its tokens. */
  tokenExpiresIn: number | undefined;
  /** The answer to a call with the bot's token once it is dead. */
  deadToken: "token_revoked" | "account_inactive" | undefined;
  /** Whether the app has a Home tab. */
  hasHomeTab = true;

  readonly #accounts = new Map<string, Account>();
  readonly #problems = new Map<string, string>();
  /** The workspace that each person looks at. */
  readonly #looksAt = new Map<string, Team>();

  constructor(saved?: SavedWorkspace, grid?: GridInstall) {
    if (saved) this.#restore(saved);
    this.organisation = saved ? saved.organisation : grid && newOrganisation(this.team, grid);
    this.bot = (saved && this.account(saved.botUserId)) ?? this.add({ name: "IAM", bot: true });
    this.responseUrls = new ResponseUrls(this.conversations, this.bot.id);
    this.#accounts.set("USLACKBOT", { ...newAccount({ name: "Slackbot" }, this), id: "USLACKBOT" });
  }

  /** Returns what the next run can restore. */
  get saved(): SavedWorkspace {
    const { team, organisation, bot, accounts, conversations } = this;
    return { teamId: team.id, organisation, botUserId: bot.id, accounts, ...conversations.written };
  }

  #restore(saved: SavedWorkspace): void {
    this.team.id = saved.teamId;
    for (const account of saved.accounts) this.#accounts.set(account.id, account);
    this.conversations.restore(saved);
  }

  /** Adds someone. */
  add(profile: Profile): Account {
    const account = newAccount(profile, this);
    this.#accounts.set(account.id, account);
    this.changes.tell({ kind: "person", userId: account.id });
    return account;
  }

  /** Returns everyone, in the order they joined. */
  get accounts(): Account[] {
    return [...this.#accounts.values()];
  }

  /** Returns an account by its id. */
  account(id: string): Account | undefined {
    return this.#accounts.get(id);
  }

  /** Returns an account by its full name. */
  named(name: string): Account {
    const account = this.accounts.find((known) => known.name === name);
    if (!account) throw new Error(`Nobody here is called ${name}`);
    return account;
  }

  /** Returns the workspace that someone looks at: their home, unless they switched. */
  lookedAt({ id, teamId }: Account): Team {
    const home = this.organisation?.workspaces.find((each) => each.id === teamId);
    return this.#looksAt.get(id) ?? home ?? { ...this.team, id: teamId };
  }

  /** Switches someone to another of their workspaces. */
  goTo({ id, name, teams = [] }: Account, workspace: string): void {
    const found = this.organisation?.workspaces.find((each) => each.name === workspace);
    if (!found || !teams.includes(found.id)) throw new Error(`${name} is not in ${workspace}`);
    this.#looksAt.set(id, found);
  }

  /** Tells whether the app is installed where someone is. */
  reaches({ teamId, teams }: Account): boolean {
    if (!teams) return teamId === this.team.id;
    return this.isForWhole || teams.includes(this.team.id);
  }

  /** Returns the workspaces that the app's token covers. */
  get granted(): Team[] {
    const { organisation, team } = this;
    if (organisation?.installed !== "organisation") return [team];
    return organisation.workspaces.filter(({ id }) => !organisation.withoutApp?.includes(id));
  }

  /** Removes the app of a whole organisation from one of its workspaces. */
  takeAppFrom(workspace: string): void {
    const { organisation } = this;
    const found = organisation?.workspaces.find(({ name }) => name === workspace);
    if (!organisation || !found) throw new Error(`No workspace is called ${workspace}`);
    organisation.withoutApp = [...(organisation.withoutApp ?? []), found.id];
  }

  /** Tells whether the app is installed in a whole organisation. */
  get isForWhole(): boolean {
    return this.organisation?.installed === "organisation";
  }

  /** Returns the id of where the app is installed. */
  get installedAt(): string {
    const { organisation, team } = this;
    return organisation?.installed === "organisation" ? organisation.id : team.id;
  }

  /** Returns someone's name on the screen. */
  nameOf(id: string): string {
    const account = this.account(id);
    return account?.displayName || account?.name || id;
  }

  /** Returns what the app may know about someone, given its scopes. */
  describe(account: Account, { locale } = { locale: false }): Record<string, unknown> {
    return userObject(account, this, { email: this.scopes.includes("users:read.email"), locale });
  }

  /** Returns what Slack's client says about someone's last action, if it failed. */
  problem(userId: string): string | undefined {
    return this.#problems.get(userId);
  }

  /** Shows a problem; with undefined, hides it. */
  report(userId: string, problem: string | undefined): void {
    if (problem === undefined) this.#problems.delete(userId);
    else {
      this.#problems.set(userId, problem);
      this.requestLog.flag(userId, problem);
    }
    this.changes.tell({ kind: "problem", userId });
  }
}
