import { Delivery } from "./delivery/delivery.ts";
import { Sockets } from "./delivery/socket.ts";
import { Events } from "./events.ts";
import { Faults } from "./faults.ts";
import { appRoutes, listen, stop } from "./http-server.ts";
import { Interactions } from "./interactions.ts";
import { Manifest } from "./manifest.ts";
import type { GridInstall } from "./organisation.ts";
import { pageRoutes } from "./page/routes.ts";
import { WebApi } from "./web-api.ts";
import { type SavedWorkspace, Workspace } from "./workspace.ts";

/** The options of a simulated Slack. */
export interface SlackOptions {
  /** The port to listen on; any free one by default. */
  port?: number;
  /** How long the app may take to acknowledge; Slack's 3,000 ms by default. */
  ackWithinMs?: number;
  /** How long a trigger opens a modal; Slack's 3,000 ms by default. */
  triggersLiveMs?: number;
  /** The workspace of an earlier run; an empty one by default. */
  saved?: SavedWorkspace | undefined;
  /** Where in an Enterprise Grid the app is installed; no Grid by default. */
  grid?: GridInstall | undefined;
}

/** The parts of a simulated Slack. */
export interface Parts {
  workspace: Workspace;
  sockets: Sockets;
  faults: Faults;
  api: WebApi;
  delivery: Delivery;
  manifest: Manifest;
  interactions: Interactions;
  events: Events;
  origin: string;
  close: () => Promise<void>;
}

/** Puts a Slack together and starts it on 127.0.0.1. */
export async function startParts({
  port = 0,
  ackWithinMs = 3_000,
  triggersLiveMs = 3_000,
  saved,
  grid,
}: SlackOptions): Promise<Parts> {
  const workspace = new Workspace(saved, grid);
  workspace.triggers.lifetimeMs = triggersLiveMs;
  const sockets = new Sockets(workspace.appId);
  const faults = new Faults(workspace.changes);
  let origin = "";
  const api = new WebApi(
    workspace,
    { origin: () => origin, socketUrl: () => origin.replace("http", "ws") + sockets.ticket() },
    { faults, requestLog: workspace.requestLog },
  );
  const delivery = new Delivery(sockets, workspace.signingSecret, workspace, ackWithinMs);
  const manifest = new Manifest(workspace);
  const interactions = new Interactions(workspace, delivery, () => origin);
  const events = new Events(workspace, delivery, manifest);

  const app = appRoutes({
    api,
    faults,
    responseUrls: workspace.responseUrls,
    requestLog: workspace.requestLog,
    workspace,
  });
  app.use(pageRoutes({ workspace, interactions, events, manifest, delivery, faults }));
  const listening = await listen(app, port);
  origin = listening.origin;
  workspace.files.origin = origin;
  listening.server.on("upgrade", (request, socket, head) => sockets.upgrade(request, socket, head));
  const close = async () => {
    sockets.close();
    await stop(listening.server);
  };
  return {
    workspace,
    sockets,
    faults,
    api,
    delivery,
    manifest,
    interactions,
    events,
    origin,
    close,
  };
}
