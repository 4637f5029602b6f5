import type { KnownBlock, ModalView } from "@slack/types";
import { shorten } from "../../locales/shorten.ts";
import { type End, endText } from "../../services/ends.ts";
import type { GroupChoice, GroupSummary } from "../../services/groups/groups.ts";
import { adminGroupId } from "../../services/groups/groups.ts";
import type { GroupDifference } from "../../services/users/change-groups.ts";
import type { UserProfile } from "../../services/users/find-user.ts";
import { everythingOf } from "../kit/access.ts";
import { cautionAdmin } from "../kit/admin-means.ts";
import { actions, alert, bold, button, contextBlock, paragraph, plain, text, title } from "../kit/blocks.ts";
import { endInput } from "../kit/end-input.ts";
import { groupsInput } from "../kit/groups-input.ts";
import { ids } from "../kit/ids.ts";
import { isolated } from "../kit/phrase.ts";
import { userRef } from "./user-ref.ts";

const { groupsForm, groupsReview, groupsUntil, newGroups, profile } = ids.user;

/** Draws *Change groups*, the choice: at most 5 blocks. */
export function groupsFormView(
  user: UserProfile,
  choices: readonly GroupChoice[],
  {
    groups = user.groups.map(({ id }) => id),
    day,
    problem,
  }: { groups?: string[] | undefined; day?: string | undefined; problem?: string },
): ModalView {
  return {
    type: "modal",
    callback_id: groupsForm,
    private_metadata: userRef.encode(user.version),
    title: title("Change groups"),
    submit: plain("Review"),
    close: plain("Close"),
    blocks: [
      ...(problem ? [alert(problem, "error")] : []),
      contextBlock(`${isolated(user.name, 100)} · ${shorten(user.email, 200)}`),
      groupsInput(
        newGroups,
        groups,
        choices,
        "These replace the current groups. You'll review before saving.",
      ),
      endInput({
        id: groupsUntil,
        label: "New groups until",
        hint: "The last day of the groups they get now. Those they have keep their end.",
        day,
      }),
      actions(button(profile, "Back to Profile", { value: user.userId })),
    ],
  };
}

/** Draws *Change groups*, what would change: 4 blocks, and up to 2 if that makes someone an admin. */
export function groupsReviewView(
  userId: string,
  { name, gets, loses, needsApproval: waits, end }: GroupDifference & { end?: End | null },
  metadata: string,
): ModalView {
  const who = isolated(name, 60);
  const until = gets.length + loses.length > 1 ? "The other changes are made at once." : "";
  const grantsAdmin = gets.some(({ id }) => id === adminGroupId);
  return {
    type: "modal",
    callback_id: groupsReview,
    private_metadata: metadata,
    title: title("Change groups?"),
    submit: plain(waits ? "Ask Another Admin" : grantsAdmin ? "Make Admin" : "Change Groups"),
    close: plain("Close"),
    blocks: [
      paragraph(bold(isolated(name, 100))),
      ...(grantsAdmin ? cautionAdmin(`${who} becomes an admin.`, waits ? { who, until } : null) : []),
      side("Gets", gets, end),
      side("Loses", loses),
      actions(button(ids.user.changeGroups, "Choose Again", { value: userId })),
    ],
  };
}

function side(heading: string, groups: readonly GroupSummary[], end: End | null = null): KnownBlock {
  const named = groups.map((group) =>
    everythingOf(group)
      ? `${isolated(group.name)} (everything: all services, projects and regions)`
      : isolated(group.name),
  );
  const until = end && groups.length > 0 ? `, until ${endText(end)}` : "";
  return paragraph(bold(`${heading}: `), text((shorten(named.join(", "), 2_500) || "nothing") + until));
}
