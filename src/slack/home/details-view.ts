import type { Button, InputBlock, ModalView, PlainTextOption } from "@slack/types";
import type { Words } from "../../locales/words.ts";
import { findTimeZones } from "../../services/users/find-time-zones.ts";
import type { PersonDetails } from "../../services/users/person-details.ts";
import { labelOf, timeZoneLabel } from "../../services/users/time-zones.ts";
import { button, plain, title } from "../kit/blocks.ts";
import { ids } from "../kit/ids.ts";
import { languageInput } from "../kit/language-input.ts";
import { say } from "../kit/phrase.ts";

const { details, name, title: jobTitle, phone, timeZone, language } = ids.home;
const MAX_OPTIONS = 100;

/** Creates the button that opens a person's own details. */
export const editDetailsButton = ({ home }: Words): Button => button(ids.home.editDetails, home.edit);

/** Draws *Edit my details*: 5 blocks. */
export function detailsView(typed: PersonDetails, words: Words): ModalView {
  const { home, details: labels, slack } = words;
  return {
    type: "modal",
    callback_id: details,
    title: title(home.editTitle),
    submit: plain(home.save),
    close: plain(slack.close),
    blocks: [
      textInput(name, labels.name, typed.name, { optional: false }),
      textInput(jobTitle, labels.title, typed.title, { optional: true }),
      textInput(phone, labels.phone, typed.phone, {
        optional: true,
        hint: say(words, labels.phoneHint({ example: "+44 20 7946 0958" })),
      }),
      {
        type: "input",
        block_id: timeZone,
        label: plain(labels.timeZone),
        hint: plain(home.timeZoneSearch),
        element: {
          type: "external_select",
          action_id: timeZone,
          min_query_length: 0,
          placeholder: plain(slack.choose),
          initial_option: zoneOption(typed.timeZone, timeZoneLabel(typed.timeZone)),
        },
      },
      languageInput({
        id: language,
        label: labels.language,
        placeholder: slack.choose,
        chosen: typed.language,
      }),
    ],
  };
}

function textInput(
  id: string,
  label: string,
  value: string,
  { optional, hint }: { optional: boolean; hint?: string },
): InputBlock {
  return {
    type: "input",
    block_id: id,
    optional,
    label: plain(label),
    ...(hint && { hint: plain(hint) }),
    element: { type: "plain_text_input", action_id: id, ...(value && { initial_value: value }) },
  };
}

/** Lists the time zones with a name that starts with what was typed, for the select that searches. */
export function zoneOptions(typed: string): PlainTextOption[] {
  return findTimeZones(typed)
    .slice(0, MAX_OPTIONS)
    .map((city) => zoneOption(city.zone, labelOf(city)));
}

const zoneOption = (zone: string, label: string): PlainTextOption => ({
  text: plain(label, 75),
  value: zone,
});
