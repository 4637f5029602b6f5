import type { KnownBlock, ModalView, PlainTextOption } from "@slack/types";
import type { GroupDifference } from "../../services/change-groups.ts";
import type { GroupSummary } from "../../services/groups.ts";
import type { UserProfile } from "../../services/users.ts";
import { actions, alert, bold, button, context, paragraph, plain, text, title } from "../blocks.ts";
import { ids } from "../ids.ts";
import { shorten } from "../shorten.ts";
import { everythingOf } from "./access.ts";
import { seenUserValue } from "./seen-user.ts";

/** What a static select can hold; where there are more groups, Slack asks us for those that match. */
export const MOST_OPTIONS = 100;

const { groupsForm, groupsReview, newGroups, profile } = ids.user;

/** *Change groups*, the choice: at most 4 blocks. */
export function groupsFormView(
  user: UserProfile,
  choices: readonly GroupSummary[],
  problem?: string,
): ModalView {
  const chosen = user.groups.slice(0, MOST_OPTIONS).map(groupOption);
  const initial = chosen.length > 0 && { initial_options: chosen };
  const common = { action_id: newGroups, max_selected_items: MOST_OPTIONS, ...initial };
  return {
    type: "modal",
    callback_id: groupsForm,
    private_metadata: seenUserValue(user.seen),
    title: title("Change groups"),
    submit: plain("Review"),
    close: plain("Close"),
    blocks: [
      ...(problem ? [alert(problem, "error")] : []),
      context(`${shorten(user.name, 100)} · ${shorten(user.email, 200)}`),
      {
        type: "input",
        block_id: newGroups,
        label: plain("Groups"),
        hint: plain("Exactly these, from now on. You see what changes before it does."),
        element:
          choices.length > MOST_OPTIONS
            ? { type: "multi_external_select", min_query_length: 0, ...common }
            : { type: "multi_static_select", options: choices.map(groupOption), ...common },
      },
      actions(button(profile, "Back to Profile", { value: user.userId })),
    ],
  };
}

/** A group as an option. */
export function groupOption({ id, name }: Pick<GroupSummary, "id" | "name">): PlainTextOption {
  return { text: plain(name, 75), value: id };
}

/** *Change groups*, what it would change: 4 blocks. */
export function groupsReviewView(
  userId: string,
  { name, gets, loses }: GroupDifference,
  metadata: string,
): ModalView {
  return {
    type: "modal",
    callback_id: groupsReview,
    private_metadata: metadata,
    title: title("Change groups?"),
    submit: plain("Change Groups"),
    close: plain("Close"),
    blocks: [
      paragraph(bold(shorten(name, 100))),
      side("Gets", gets),
      side("Loses", loses),
      actions(button(ids.user.changeGroups, "Choose Again", { value: userId })),
    ],
  };
}

function side(words: string, groups: readonly GroupSummary[]): KnownBlock {
  const named = groups.map((group) =>
    everythingOf(group) ? `${group.name} (everything: all services, projects and regions)` : group.name,
  );
  return paragraph(bold(`${words}: `), text(shorten(named.join(", "), 2_500) || "nothing"));
}
