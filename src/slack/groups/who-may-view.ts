import type { ModalView, SectionBlock } from "@slack/types";
import * as z from "zod";
import { shorten } from "../../locales/shorten.ts";
import type { WhoMayPage } from "../../services/decisions/list-who-may.ts";
import { type Permitted, whoMayCursor } from "../../services/decisions/who-may.ts";
import { endText } from "../../services/ends.ts";
import { actions, button, header, paragraph, plain, text, title } from "../kit/blocks.ts";
import { ids } from "../kit/ids.ts";
import { choice, pagerBlocks } from "../kit/list-modal.ts";
import { isolated } from "../kit/phrase.ts";
import { stateCodec } from "../kit/state-codec.ts";

/** Slack's limit on options. */
const MAX_OPTIONS = 100;
const LONGEST_OPTION = 75;

/** The part of the list on the screen; the value of the buttons that lead there. */
export const whoMayState = stateCodec(
  z.object({ service: z.string().max(100), after: whoMayCursor.nullable().default(null) }),
);

/** Draws *Who can use it?*: 2 lines, 1 for each of at most 10 people, and 2 below = 14 blocks. */
export function whoMayView({ service, services, people, next }: WhoMayPage, timeZone: string): ModalView {
  const others = services
    .filter((each) => each !== service && each.length <= LONGEST_OPTION)
    .slice(0, MAX_OPTIONS - 1);
  const options = [service, ...others].sort().map((each): [string, string] => [each, each]);
  const more = next
    ? [button(ids.groups.whoMayNext, "Next", { value: whoMayState.encode({ service, after: next }) })]
    : [];
  return {
    type: "modal",
    title: title("Who can use it?"),
    close: plain("Close"),
    blocks: [
      header(service),
      actions(choice(ids.groups.whoMayService, "Another service", service, options)),
      ...(people.length > 0
        ? people.map((each) => row(each, timeZone))
        : [paragraph(text(`Nobody can use ${service}.`))]),
      ...pagerBlocks(more),
    ],
  };
}

function row({ userId, name, email, group, until }: Permitted, zone: string): SectionBlock {
  const end = until ? `, until ${endText({ until, zone })}` : "";
  return {
    type: "section",
    text: plain(`${isolated(name, 100)}\n${shorten(email, 200)} · by group ${isolated(group, 60)}${end}`),
    accessory: button(ids.user.open, "View", { value: userId, label: `View ${name}` }),
  };
}
