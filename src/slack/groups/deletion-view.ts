import type { ModalView } from "@slack/types";
import type { GroupDetail } from "../../services/groups/open-group.ts";
import { bold, type Flash, flashBlocks, paragraph, plain, text, title } from "../kit/blocks.ts";
import { ids } from "../kit/ids.ts";
import { counted } from "../kit/text.ts";
import { type GroupDeletionState, groupDeletionState } from "./list-state.ts";

interface Question {
  group: GroupDetail;
  memberCount: number;
  pendingCount: number;
  state: GroupDeletionState;
  flash?: Flash | undefined;
}

/** Draws *Delete group?*: says what is lost with it. At most 3 blocks. */
export function deletionView({ group, memberCount, pendingCount, state, flash }: Question): ModalView {
  const unused = memberCount === 0 && pendingCount === 0;
  return {
    type: "modal",
    callback_id: ids.groups.deletion,
    private_metadata: groupDeletionState.encode(state),
    title: title("Delete group?"),
    submit: plain("Delete Group"),
    close: plain("Close"),
    blocks: [
      ...flashBlocks(flash),
      paragraph(bold(group.name)),
      paragraph(
        text(
          unused ? "It has no members, and no pending invite includes it." : loss(memberCount, pendingCount),
        ),
      ),
    ],
  };
}

function loss(members: number, invites: number): string {
  const lines = [
    ...(members > 0
      ? [`${counted(members, "member loses", "members lose")} what it gives. Their other groups stay.`]
      : []),
    ...(invites > 0
      ? [
          `${counted(invites, "pending invite loses", "pending invites lose")} it too. An invite left without a group gets Users.`,
        ]
      : []),
  ];
  return lines.join("\n");
}
