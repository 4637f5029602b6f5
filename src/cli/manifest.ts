import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Document, isScalar, parseDocument, visit } from "yaml";
import * as z from "zod";
import { steps } from "../slack/workflows/steps.ts";

const EXAMPLE = "https://iam.example.com";

/** How Slack reaches the app: at an address, or over a socket that the app opens. */
export type Reached = { url: string } | "socket";

/** Returns manifest.yml, with its comments, for an app reached that way, optionally for a whole organisation. */
export function manifestFor(reached: Reached, wholeOrganisation: boolean): string {
  const manifest = readManifest();
  if (wholeOrganisation) deployToOrganisation(manifest);
  if (reached === "socket") switchToSocket(manifest);
  else fillIn(manifest, reached.url);
  return manifest.toString({ lineWidth: 0 });
}

/** Installs the app for a whole organisation, with its Workflow Builder steps, which need that. */
function deployToOrganisation(manifest: Document): void {
  manifest.setIn(["settings", "org_deploy_enabled"], true);
  manifest.setIn(["settings", "function_runtime"], "remote");
  manifest.addIn(["settings", "event_subscriptions", "bot_events"], "function_executed");
  manifest.set("functions", manifest.createNode(steps));
}

/** Lists the OAuth scopes that the bot token must have. */
export function neededScopes(): string[] {
  return scopes.parse(readManifest().toJS()).oauth_config.scopes.bot;
}

const scopes = z.object({ oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }) });

function readManifest(): Document {
  return parseDocument(readFileSync(manifestAbove(fileURLToPath(import.meta.url)), "utf8"));
}

/** Finds manifest.yml in a folder above: sources and build are at different depths. */
function manifestAbove(path: string): string {
  const file = join(dirname(path), "manifest.yml");
  return existsSync(file) || dirname(path) === path ? file : manifestAbove(dirname(path));
}

function fillIn(manifest: Document, url: string): void {
  visit(manifest, {
    Scalar(_key, node) {
      if (typeof node.value === "string") node.value = node.value.replace(EXAMPLE, url);
    },
  });
}

function switchToSocket(manifest: Document): void {
  visit(manifest, {
    Pair(_key, { value }) {
      if (isScalar(value) && String(value.value).startsWith(EXAMPLE)) return visit.REMOVE;
      return undefined;
    },
  });
  manifest.setIn(["settings", "socket_mode_enabled"], true);
}
