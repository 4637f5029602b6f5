import * as z from "zod";
import { type FunctionDescription, functionDescription } from "./executions.ts";
import type { Workspace } from "./workspace.ts";

const shortcut = z.object({
  name: z.string(),
  type: z.enum(["global", "message"]),
  callback_id: z.string(),
  description: z.string().default(""),
});
const slashCommand = z.object({
  command: z.string(),
  description: z.string().default(""),
  usage_hint: z.string().default(""),
  should_escape: z.boolean().default(false),
});
const described = z.object({
  display_information: z.object({ name: z.string(), description: z.string().default("") }).optional(),
  features: z
    .object({
      app_home: z
        .object({
          home_tab_enabled: z.boolean().default(false),
          messages_tab_enabled: z.boolean().default(true),
          messages_tab_read_only_enabled: z.boolean().default(true),
        })
        .prefault({}),
      shortcuts: z.array(shortcut).default([]),
      slash_commands: z.array(slashCommand).default([]),
    })
    .prefault({}),
  functions: z.record(z.string(), functionDescription).default({}),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z
    .object({
      event_subscriptions: z.object({ bot_events: z.array(z.string()).default([]) }).prefault({}),
      function_runtime: z.enum(["remote", "slack", "local"]).optional(),
      org_deploy_enabled: z.boolean().default(false),
    })
    .prefault({}),
});

type Described = z.infer<typeof described>;

/** The app's manifest: its commands, shortcuts, scopes and events. Until one is installed, everything is allowed. */
export class Manifest {
  readonly #workspace: Workspace;
  #installed: Described | undefined;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** Installs a parsed manifest; from then on the app gets what it asks for there, and no more. */
  install(manifest: unknown): void {
    this.#installed = described.parse(manifest);
    this.#workspace.scopes = [...this.#installed.oauth_config.scopes.bot];
    this.#workspace.hasHomeTab = this.#installed.features.app_home.home_tab_enabled;
  }

  /** Returns the manifest, if one is installed. */
  get installed(): Described | undefined {
    return this.#installed;
  }

  /** Returns the callback id of the shortcut with this name, or the name itself without a manifest that has it. */
  callbackIdOf(name: string): string {
    return (
      this.#installed?.features.shortcuts.find((shortcut) => shortcut.name === name)?.callback_id ?? name
    );
  }

  /** Tells whether people can type this command. */
  hasCommand(command: string): boolean {
    return this.#installed?.features.slash_commands.some((known) => known.command === command) ?? true;
  }

  /** Tells whether Slack marks up mentions and links in this command's text. */
  escapes(command: string): boolean {
    return (
      this.#installed?.features.slash_commands.find((known) => known.command === command)?.should_escape ??
      true
    );
  }

  /** Returns a custom step. Workflow Builder offers those of org-ready apps that are hosted outside Slack. */
  step(callbackId: string): FunctionDescription {
    const { functions = {}, settings } = this.#installed ?? {};
    const step = functions[callbackId];
    if (!step || settings?.function_runtime !== "remote" || !settings.org_deploy_enabled)
      throw new Error(`Workflow Builder offers no step ${callbackId} of this app.`);
    return step;
  }

  /** Tells whether the app subscribed to an event. */
  subscribesTo(event: string): boolean {
    return this.#installed?.settings.event_subscriptions.bot_events.includes(event) ?? true;
  }
}
