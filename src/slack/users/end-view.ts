import type { InputBlock, ModalView } from "@slack/types";
import { shorten } from "../../locales/shorten.ts";
import { endText, lastDayOf } from "../../services/ends.ts";
import type { UserProfile } from "../../services/users/find-user.ts";
import { actions, alert, button, contextBlock, plain, title } from "../kit/blocks.ts";
import { endInput } from "../kit/end-input.ts";
import { MAX_OPTIONS } from "../kit/groups-input.ts";
import { ids } from "../kit/ids.ts";
import { isolated } from "../kit/phrase.ts";
import { userRef } from "./user-ref.ts";

interface EndForm {
  /** The organisation's. */
  timeZone: string;
  /** The chosen group. */
  groupId?: string | undefined;
  problem?: string;
}

type OwnGroup = UserProfile["groups"][number];

/** Names the field for the last day: Slack shows a new initial value only under a new name. */
export function endField(group: OwnGroup | undefined): string {
  return group?.end ? `${ids.user.end}.${group.id}` : ids.user.end;
}

/** Draws *Set end*: one of a user's memberships, and its end. At most 6 blocks. */
export function endFormView(user: UserProfile, { timeZone, groupId, problem }: EndForm): ModalView {
  const only = user.groups.length === 1 ? user.groups[0] : undefined;
  const chosen = user.groups.find(({ id }) => id === groupId) ?? only;
  return {
    type: "modal",
    callback_id: ids.user.endForm,
    private_metadata: userRef.encode(user.version),
    title: title("Set end"),
    submit: plain("Save"),
    close: plain("Close"),
    blocks: [
      ...(problem ? [alert(problem, "error")] : []),
      contextBlock(`${isolated(user.name, 100)} · ${shorten(user.email, 200)}`),
      groupInput(user, chosen),
      ...(user.adminNeedsApproval
        ? [contextBlock("A later end for Admin, or none, needs another admin’s approval.")]
        : []),
      endInput({
        id: endField(chosen),
        label: "Last day",
        hint: `It ends at the end of this day in ${timeZone}. Leave it empty for no end.`,
        day: chosen?.end && lastDayOf(chosen.end),
      }),
      actions(button(ids.user.groups, "Back to Groups", { value: user.userId })),
    ],
  };
}

function groupInput({ groups }: UserProfile, chosen: OwnGroup | undefined): InputBlock {
  const option = ({ id, name, end }: OwnGroup) => ({
    text: plain(end ? `${isolated(name, 30)} · until ${endText(end)}` : name, 75),
    value: id,
  });
  return {
    type: "input",
    block_id: ids.user.endOf,
    dispatch_action: true,
    label: plain("Group"),
    element: {
      type: "static_select",
      action_id: ids.user.endOf,
      options: groups.slice(0, MAX_OPTIONS).map(option),
      ...(chosen && { initial_option: option(chosen) }),
    },
  };
}
