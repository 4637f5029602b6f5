import type { InputBlock, ModalView } from "@slack/types";
import * as z from "zod";
import { expiryChoices, LONGEST_CLIENT_NAME } from "../../services/clients/client-fields.ts";
import { alert, plain, title } from "../kit/blocks.ts";
import { checkboxInput } from "../kit/checkbox-input.ts";
import { ids } from "../kit/ids.ts";
import { areaNames, areas, permissionsIn } from "../kit/permission-words.ts";
import { creationState, readValues } from "../kit/state-codec.ts";
import type { ClientDraft } from "./client-state.ts";

const { form, name, permissions, expiry, reasons, invites } = ids.clients;

/** The form's initial values. */
export const blankDraft: ClientDraft = {
  name: "",
  permissions: [],
  expiryDays: 90,
  withoutReasons: false,
  sendsInvites: false,
};

const NEVER = "never";
const expiryOptions = [
  ...expiryChoices.map((days) => ({ text: plain(`After ${days} days`), value: String(days) })),
  { text: plain("Never"), value: NEVER },
];

/** Draws *Create client*: 8 blocks, above them a line for an error. */
export function clientForm(draft: ClientDraft, problem?: string): ModalView {
  return {
    type: "modal",
    callback_id: form,
    private_metadata: creationState.encode({ newId: draft.newId }),
    title: title("Create client"),
    submit: plain("Create"),
    close: plain("Close"),
    blocks: [
      ...(problem ? [alert(problem, "error")] : []),
      {
        type: "input",
        block_id: name,
        label: plain("Name"),
        hint: plain("The program that will use it, such as Portal."),
        element: {
          type: "plain_text_input",
          action_id: name,
          max_length: LONGEST_CLIENT_NAME,
          ...(draft.name && { initial_value: draft.name }),
        },
      },
      ...areas.map((area) => areaInput(area, draft)),
      checkboxInput(reasons, "Decisions", "Tell it yes or no, without the reason", draft.withoutReasons),
      checkboxInput(invites, "Provisioning", "Invite people instead of registering them", draft.sendsInvites),
      expiryInput(draft),
    ],
  };
}

function areaInput(area: (typeof areas)[number], draft: ClientDraft): InputBlock {
  const options = permissionsIn(area).map(({ permission, may }) => ({
    text: plain(may),
    description: plain(permission),
    value: permission,
  }));
  const chosen = options.filter(({ value }) => draft.permissions.includes(value));
  return {
    type: "input",
    block_id: areaBlock(area),
    optional: true,
    label: plain(areaNames[area]),
    element: {
      type: "checkboxes",
      action_id: permissions,
      options,
      ...(chosen.length > 0 && { initial_options: chosen }),
    },
  };
}

const areaBlock = (area: string) => `${permissions}.${area}`;

function expiryInput({ expiryDays }: ClientDraft): InputBlock {
  const value = expiryDays === null ? NEVER : String(expiryDays);
  const initial = expiryOptions.find((option) => option.value === value);
  return {
    type: "input",
    block_id: expiry,
    label: plain("Token expires"),
    hint: plain("Make a new one before then; both can work for a while."),
    element: {
      type: "static_select",
      action_id: expiry,
      options: expiryOptions,
      ...(initial && { initial_option: initial }),
    },
  };
}

/** Returns the block in which a rule's field is. */
export function fieldBlock(field: string): string {
  if (field === "permissions") return areaBlock(areas[0]);
  return field === "name" ? name : expiry;
}

const submitted = z.record(
  z.string(),
  z.record(
    z.string(),
    z.object({
      value: z.string().nullish(),
      selected_option: z.object({ value: z.string() }).nullish(),
      selected_options: z.array(z.object({ value: z.string() })).optional(),
    }),
  ),
);

/** Reads a submitted form. */
export function readClientDraft(values: unknown): ClientDraft {
  const blocks = readValues(submitted, values);
  const isOn = (option: string) => (blocks[option]?.[option]?.selected_options ?? []).length > 0;
  const days = blocks[expiry]?.[expiry]?.selected_option?.value ?? NEVER;
  return {
    name: blocks[name]?.[name]?.value ?? "",
    permissions: areas.flatMap(
      (area) => blocks[areaBlock(area)]?.[permissions]?.selected_options?.map(({ value }) => value) ?? [],
    ),
    expiryDays: days === NEVER ? null : Number(days),
    withoutReasons: isOn(reasons),
    sendsInvites: isOn(invites),
  };
}
