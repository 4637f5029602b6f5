import type { HomeView, KnownBlock } from "@slack/types";
import type { Home } from "../../services/home/home.ts";
import { bold, date, header, paragraph, text } from "../kit/blocks.ts";
import type { SlackContext } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import { shorten } from "../kit/text.ts";
import { unsealedBlocks } from "../messages/unsealed.ts";
import { overviewBlocks } from "./overview-view.ts";
import { profileBlocks } from "./profile-view.ts";
import { setupBlocks } from "./setup-view.ts";

/** What every Home is drawn with, besides its facts. */
type Settings = Pick<SlackContext, "organisation" | "deliveryReported" | "sealing"> & {
  /** Who can help whoever is no admin, as Slack ids. */
  askable: readonly string[];
};

/** Draws someone's Home: 3 blocks around what it shows, 1 more after a press, and 1 for admins while the audit log is not sealed. */
export function homeView(home: Home, settings: Settings, flash?: string): HomeView {
  return {
    type: "home",
    callback_id: ids.home.tab,
    blocks: [
      header(`Access to ${settings.organisation}`),
      ...(flash ? [paragraph(bold(shorten(flash, 1_000)))] : []),
      ...(home.shows === "profile" ? [] : unsealedBlocks(settings.sealing)),
      ...blocksOf(home, settings),
      { type: "divider" },
      paragraph(text("Updated "), date(home.now)),
    ],
  };
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
