import type { InputBlock, ModalView } from "@slack/types";
import * as z from "zod";
import { shorten } from "../../locales/shorten.ts";
import { endText, lastDayOf } from "../../services/ends.ts";
import { objectId } from "../../services/object-id.ts";
import type { UserProfile } from "../../services/users/find-user.ts";
import { actions, alert, button, contextBlock, plain, title } from "../kit/blocks.ts";
import { endInput } from "../kit/end-input.ts";
import { MAX_OPTIONS } from "../kit/groups-input.ts";
import { ids } from "../kit/ids.ts";
import { isolated } from "../kit/phrase.ts";
import { stateCodec } from "../kit/state-codec.ts";
import { userRefSchema } from "./user-ref.ts";

/** What the form shows besides the user. */
export interface EndForm {
  /** The organisation's. */
  timeZone: string;
  /** The chosen group. */
  groupId?: string | undefined;
  /** The day that was typed; without it, the form shows the end that there is. */
  typed?: string | undefined;
  problem?: string | undefined;
}

type OwnGroup = UserProfile["groups"][number];

const shownForm = userRefSchema.extend({ groupId: objectId.optional(), lastDay: z.string().optional() });

/** What *Set end* shows: a user, and one of their groups, if one is chosen, with the last day that it has. */
export type ShownForm = z.output<typeof shownForm>;

/** A form's `private_metadata`. */
export const endFormState = stateCodec(shownForm);

/**
 * Names the field for the last day by the day it was filled with: Slack shows a new initial value only under a new
 * name.
 */
function endField(group: OwnGroup | undefined, day: string | undefined): string {
  return group && day ? `${ids.user.end}.${group.id}.${day}` : ids.user.end;
}

/** Draws *Set end*: one of a user's memberships, and its end. At most 7 blocks. */
export function endFormView(user: UserProfile, { timeZone, groupId, typed, problem }: EndForm): ModalView {
  const only = user.groups.length === 1 ? user.groups[0] : undefined;
  const chosen = user.groups.find(({ id }) => id === groupId) ?? only;
  const lastDay = chosen?.end ? lastDayOf(chosen.end) : undefined;
  const day = typed ?? lastDay;
  return {
    type: "modal",
    callback_id: ids.user.endForm,
    private_metadata: endFormState.encode({ ...user.version, groupId: chosen?.id, lastDay }),
    title: title("Set end"),
    submit: plain("Save"),
    close: plain("Close"),
    blocks: [
      ...(problem ? [alert(problem, "error")] : []),
      contextBlock(`${isolated(user.name, 100)} · ${shorten(user.email, 200)}`),
      groupInput(user, chosen),
      ...(typed && chosen
        ? [contextBlock(chosen.end ? `Now until ${endText(chosen.end)}.` : "Now without an end.")]
        : []),
      ...(user.adminNeedsApproval
        ? [contextBlock("A later end for Admin, or none, needs another admin’s approval.")]
        : []),
      endInput({
        id: endField(chosen, day),
        label: "Last day",
        hint: `It ends at the end of this day in ${timeZone}. Leave it empty for no end.`,
        day,
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
