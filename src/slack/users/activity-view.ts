import type { ModalView } from "@slack/types";
import type { PageCursor } from "../../services/page.ts";
import type { UserActivity } from "../../services/users/user-activity.ts";
import { eventBlock } from "../audit/event-block.ts";
import { actions, button, paragraph, text } from "../kit/blocks.ts";
import { ids } from "../kit/ids.ts";
import { activityState } from "./activity-state.ts";
import { tabView } from "./profile-view.ts";

/** *Activity*, the third tab: 3 blocks, 1 for each of 10 events, and 2 to page. */
export function activityView({ user, rows, groupNames, previous, next }: UserActivity): ModalView {
  const to = (cursor: PageCursor) => ({ value: activityState.encode({ userId: user.userId, cursor }) });
  const buttons = [
    ...(previous ? [button(ids.user.activityPrevious, "Previous", to(previous))] : []),
    ...(next ? [button(ids.user.activityNext, "Next", to(next))] : []),
  ];
  return tabView("Activity", user, [
    ...(rows.length > 0
      ? rows.map((event) => eventBlock(event, groupNames))
      : [paragraph(text("Nothing is on record."))]),
    ...(buttons.length > 0 ? [{ type: "divider" } as const, actions(...buttons)] : []),
  ]);
}
