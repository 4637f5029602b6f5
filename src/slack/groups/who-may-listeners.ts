import { listWhoMay } from "../../services/decisions/list-who-may.ts";
import type { SlackContext } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import type { SlackRouter } from "../kit/router.ts";
import { anyText } from "../kit/state-codec.ts";
import { whoMayState, whoMayView } from "./who-may-view.ts";

/** Registers the list of people who can use a service. */
export function registerWhoMay(router: SlackRouter, { timeZone }: SlackContext): void {
  router.show(ids.groups.whoMay, anyText, async ({ actor, value: service }) => ({
    above: whoMayView(await listWhoMay(actor, service, null), timeZone),
  }));

  router.show(ids.groups.whoMayService, anyText, async ({ actor, value: service }) => ({
    view: whoMayView(await listWhoMay(actor, service, null), timeZone),
  }));

  router.show(ids.groups.whoMayNext, whoMayState, async ({ actor, value: { service, after } }) => ({
    view: whoMayView(await listWhoMay(actor, service, after), timeZone),
  }));
}
