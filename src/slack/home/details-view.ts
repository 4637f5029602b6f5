import type { Button, InputBlock, ModalView, PlainTextOption } from "@slack/types";
import type { PersonDetails } from "../../services/users/person-details.ts";
import { citiesByRegion, utc } from "../../services/users/time-zones.ts";
import { alert, button, plain, title } from "../kit/blocks.ts";
import { ids } from "../kit/ids.ts";

const { details, name, title: jobTitle, phone, timeZone } = ids.home;
const MOST_OPTIONS = 100;

/** Makes the button that opens someone's own details. */
export const editDetailsButton = (): Button => button(ids.home.editDetails, "Edit My Details");

/** Draws *Edit my details*: 4 blocks, and a line above them when something stood in the way. */
export function detailsView(typed: PersonDetails, problem?: string): ModalView {
  return {
    type: "modal",
    callback_id: details,
    title: title("Edit my details"),
    submit: plain("Save"),
    close: plain("Close"),
    blocks: [
      ...(problem ? [alert(problem, "error")] : []),
      textInput(name, "Full name", typed.name, { optional: false }),
      textInput(jobTitle, "Job title", typed.title, { optional: true }),
      textInput(phone, "Phone", typed.phone, { optional: true, hint: "With country code: +44 20 7946 0958" }),
      {
        type: "input",
        block_id: timeZone,
        label: plain("Time zone"),
        hint: plain("Type the beginning of a city, or of a part of the world."),
        element: {
          type: "external_select",
          action_id: timeZone,
          min_query_length: 0,
          initial_option: zoneOption(typed.timeZone),
        },
      },
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

const zones = [
  utc,
  ...citiesByRegion.flatMap(([region, cities]) =>
    cities.map(({ value, label }) => ({ value, label: `${label} (${region})` })),
  ),
];

const bare = (name: string) => ` ${name.trim().toLowerCase().replace(/[()]/g, "")}`;

/** Finds the time zones of which a word starts with what was typed, for the select that searches. */
export function zoneOptions(typed: string): PlainTextOption[] {
  return zones
    .filter(({ label }) => bare(label).includes(bare(typed)))
    .slice(0, MOST_OPTIONS)
    .map(option);
}

const option = ({ value, label }: { value: string; label: string }): PlainTextOption => ({
  text: plain(label, 75),
  value,
});

/** Shows a zone that is chosen already, by its own name or as it was chosen. */
function zoneOption(zone: string): PlainTextOption {
  const city = zone.slice(zone.lastIndexOf("/") + 1).replaceAll("_", " ");
  return option(zones.find(({ value }) => value === city) ?? { value: zone, label: zone });
}
