import type { HomeView, KnownBlock } from "@slack/types";
import { shorten } from "../../locales/shorten.ts";
import type { Words } from "../../locales/words.ts";
import type { Home } from "../../services/home/home.ts";
import { actions, bold, button, date, header, paragraph, text } from "../kit/blocks.ts";
import type { SlackContext } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import { anyOfThem, gap, inline, say } from "../kit/phrase.ts";
import { unsealedBlocks } from "../messages/unsealed.ts";
import type { ShownFlash } from "../state/home-tabs.ts";
import { overviewBlocks } from "./overview-view.ts";
import { profileBlocks } from "./profile-view.ts";
import { setupBlocks } from "./setup-view.ts";

/** What every Home needs besides its facts. */
type Settings = Pick<SlackContext, "organisation" | "deliveryReported" | "sealing"> & {
  /** The Slack ids of people who can help non-admins. */
  askable: readonly string[];
  /** English for people whose Home shows more than their own profile. */
  words: Words;
};

/**
 * Draws a Home: 5 blocks around its content, 1 more after a press, and 1 for admins while the audit log isn't sealed.
 */
export function homeView(home: Home, settings: Settings, flash?: ShownFlash): HomeView {
  const { words } = settings;
  return {
    type: "home",
    callback_id: ids.home.tab,
    blocks: [
      header(say(words, words.home.heading({ organisation: settings.organisation }))),
      ...(flash ? [flashLine(flash, settings)] : []),
      ...(home.shows === "profile" ? [] : unsealedBlocks(settings.sealing)),
      ...requestBlocks(home, words),
      ...blocksOf(home, settings),
      { type: "divider" },
      paragraph(...inline(words, words.home.updated({ at: date(home.now) }))),
      actions(button(ids.home.refresh, words.home.refresh)),
    ],
  };
}

/** Says what the last press did, or whom to ask if only others may do it. */
function flashLine(flash: ShownFlash, { askable, words }: Settings): KnownBlock {
  const ask =
    flash.kind === "not_permitted" && askable.length > 0
      ? [text(gap(words)), ...inline(words, words.slack.ask({ people: anyOfThem(words, askable) }))]
      : [];
  return paragraph(bold(shorten(flash.text, 1_000)), ...ask);
}

/** Links to requests waiting for an answer, and to the form: 1 block, or none. */
function requestBlocks({ requests: { canAsk, waiting } }: Home, words: Words): KnownBlock[] {
  const { requests } = words;
  const buttons = [
    ...(waiting > 0 ? [button(ids.requests.openList, waitingText(waiting, words))] : []),
    ...(canAsk ? [button(ids.requests.openForm, requests.openForm, { value: "" })] : []),
    ...(canAsk && waiting === 0 ? [button(ids.requests.openList, requests.list)] : []),
  ];
  return buttons.length > 0 ? [actions(...buttons)] : [];
}

/** Counts stop at 1,000. */
function waitingText(count: number, words: Words): string {
  const { waiting, waitingMany } = words.home;
  return say(words, count > 1_000 ? waitingMany({ count: `${words.number(1_000)}+` }) : waiting({ count }));
}

function blocksOf(home: Home, settings: Settings): KnownBlock[] {
  switch (home.shows) {
    case "overview":
      return overviewBlocks(home, settings);
    case "setup":
      return setupBlocks(home, settings);
    case "profile":
      return profileBlocks(home, settings.askable, settings.words);
  }
}

/** Draws a Home in place of one that could not be drawn: 2 blocks. */
export function troubleView(organisation: string, sentence: string, words: Words): HomeView {
  return {
    type: "home",
    callback_id: ids.home.tab,
    blocks: [
      header(say(words, words.home.heading({ organisation }))),
      paragraph(text(`${sentence}${gap(words)}${words.home.openAgain}`)),
    ],
  };
}
