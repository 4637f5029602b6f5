import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from "@slack/types";
import type { ChangeAction } from "../../models/run.ts";
import type { GroupChoice } from "../../services/groups/groups.ts";
import { contextBlock, plain, title } from "../kit/blocks.ts";
import { endInput } from "../kit/end-input.ts";
import { groupsInput } from "../kit/groups-input.ts";
import { ids } from "../kit/ids.ts";
import { rowsText } from "../messages/change-words.ts";
import { type ChangeFormState, changeFormState, rowsIn } from "./form-state.ts";

interface ChangeForm {
  state: ChangeFormState;
  /** What to do; null until something is chosen. */
  action: ChangeAction | null;
  choices: readonly GroupChoice[];
}

const options: Record<ChangeAction, PlainTextOption> = {
  resend: option("resend", "Resend them", "Each gets a new email. Earlier links stop working."),
  cancel: option("cancel", "Cancel them", "Their links stop working. No email is sent."),
  groups: option("groups", "Change their groups", "Add some, remove some, or both."),
  suspend: option("suspend", "Suspend them", "Their groups give them nothing until they are reactivated."),
};

/** Draws *Change all …*, the choice of what to do to all rows of a list: at most 5 blocks. */
export function changeForm({ state, action, choices }: ChangeForm): ModalView {
  const { of, filter } = rowsIn(state);
  const rows = rowsText({ filter }, "you");
  const offered = of === "users" ? (["groups", "suspend"] as const) : actionsFor(filter.which);
  return {
    type: "modal",
    callback_id: ids.changes.form,
    private_metadata: changeFormState.encode(state),
    title: title(`Change all ${of}`),
    submit: plain("Review"),
    close: plain("Close"),
    blocks: [
      contextBlock(`All ${rows}. You’ll review them before anything changes.`),
      {
        type: "input",
        block_id: ids.changes.action,
        dispatch_action: true,
        label: plain("What to do"),
        element: {
          type: "radio_buttons",
          action_id: ids.changes.action,
          options: offered.map((each) => options[each]),
          ...(action && { initial_option: options[action] }),
        },
      },
      ...(action === "groups" ? groupFields(of, choices) : []),
      ...(action === "suspend" ? [invitesField()] : []),
    ],
  };
}

/** Expired invites can only be resent. */
const actionsFor = (which: string): readonly ChangeAction[] =>
  which === "expired" ? ["resend"] : ["resend", "cancel", "groups"];

function groupFields(of: ChangeFormState["of"], choices: readonly GroupChoice[]): KnownBlock[] {
  const field = (id: string, label: string, hint: string): InputBlock => ({
    ...groupsInput(id, [], choices, hint),
    label: plain(label),
    optional: true,
  });
  const hint =
    of === "users"
      ? "The last day in the added groups, also for people already in them. If empty, they keep their end."
      : "The last day of everything these invites give. If empty, they keep their end.";
  return [
    field(ids.changes.add, "Add groups", "Each gets these on top of the groups they keep."),
    field(ids.changes.remove, "Remove groups", "People with no other group keep it. The review names them."),
    endInput({ id: ids.changes.until, label: "Until", hint }),
  ];
}

function invitesField(): InputBlock {
  const keep = option("keep", "Keep them", "Their links keep working.");
  return {
    type: "input",
    block_id: ids.changes.theirInvites,
    label: plain("Pending invites they sent, edited or saw the link of"),
    element: {
      type: "radio_buttons",
      action_id: ids.changes.theirInvites,
      initial_option: keep,
      options: [keep, option("cancel", "Cancel them", "Their links stop working. No email is sent.")],
    },
  };
}

function option(value: string, label: string, description: string): PlainTextOption {
  return { text: plain(label), description: plain(description, 75), value };
}
