import type { HomeView, KnownBlock } from "@slack/types";
import type { Home } from "../../services/home/home.ts";
import { actions, bold, button, date, header, paragraph, text } from "../kit/blocks.ts";
import type { SlackContext } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import { anyOf, counted, shorten } from "../kit/text.ts";
import { unsealedBlocks } from "../messages/unsealed.ts";
import type { ShownFlash } from "../state/home-tabs.ts";
import { overviewBlocks } from "./overview-view.ts";
import { profileBlocks } from "./profile-view.ts";
import { setupBlocks } from "./setup-view.ts";

/** What every Home is drawn with, besides its facts. */
type Settings = Pick<SlackContext, "organisation" | "deliveryReported" | "sealing"> & {
  /** Who can help whoever is no admin, as Slack ids. */
  askable: readonly string[];
};

/** Draws someone's Home: 5 blocks around what it shows, 1 more after a press, and 1 for admins while the audit log is not sealed. */
export function homeView(home: Home, settings: Settings, flash?: ShownFlash): HomeView {
  return {
    type: "home",
    callback_id: ids.home.tab,
    blocks: [
      header(`Access to ${settings.organisation}`),
      ...(flash ? [flashLine(flash, settings)] : []),
      ...(home.shows === "profile" ? [] : unsealedBlocks(settings.sealing)),
      ...requestBlocks(home),
      ...blocksOf(home, settings),
      { type: "divider" },
      paragraph(text("Updated "), date(home.now)),
      actions(button(ids.home.refresh, "Refresh")),
    ],
  };
}

/** Says what came of the last press; where it is for others alone, with whom to ask. */
function flashLine(flash: ShownFlash, { askable }: Settings): KnownBlock {
  const ask =
    flash.kind === "not_permitted" && askable.length > 0 ? [text(" Ask "), ...anyOf(askable), text(".")] : [];
  return paragraph(bold(shorten(flash.text, 1_000)), ...ask);
}

/** Leads to what waits for an answer, and to asking: 1 block, or none. */
function requestBlocks({ requests: { canAsk, waiting } }: Home): KnownBlock[] {
  const buttons = [
    ...(waiting > 0
      ? [button(ids.requests.openList, `${counted(waiting, "Request Waits", "Requests Wait")} for You`)]
      : []),
    ...(canAsk ? [button(ids.requests.openForm, "Request Access", { value: "" })] : []),
    ...(canAsk && waiting === 0 ? [button(ids.requests.openList, "Requests")] : []),
  ];
  return buttons.length > 0 ? [actions(...buttons)] : [];
}

function blocksOf(home: Home, settings: Settings): KnownBlock[] {
  switch (home.shows) {
    case "overview":
      return overviewBlocks(home, settings);
    case "setup":
      return setupBlocks(home, settings);
    case "profile":
      return profileBlocks(home, settings.askable);
  }
}

/** Draws a Home that could not be drawn: 2 blocks. */
export function troubleView(organisation: string, sentence: string): HomeView {
  return {
    type: "home",
    callback_id: ids.home.tab,
    blocks: [
      header(`Access to ${organisation}`),
      paragraph(text(`${sentence} Open another tab, then come back to try again.`)),
    ],
  };
}
