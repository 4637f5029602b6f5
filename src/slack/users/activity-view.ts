import type { ModalView } from "@slack/types";
import type { UserActivity } from "../../services/users/user-activity.ts";
import { eventBlock } from "../audit/event-block.ts";
import { paragraph, text } from "../kit/blocks.ts";
import { ids } from "../kit/ids.ts";
import { pager, pagerBlocks } from "../kit/list-modal.ts";
import { activityState } from "./activity-state.ts";
import { tabView } from "./profile-view.ts";

/** Draws *Activity*, the third tab: 3 blocks, 1 for each of 10 events, and 2 to page. */
export function activityView(activity: UserActivity): ModalView {
  const { user, rows, groupNames } = activity;
  const buttons = pager(
    { previous: ids.user.activityPrevious, next: ids.user.activityNext },
    activity,
    (cursor) => activityState.encode({ userId: user.userId, cursor }),
  );
  return tabView("Activity", user, [
    ...(rows.length > 0
      ? rows.map((event) => eventBlock(event, groupNames))
      : [paragraph(text("Nothing recorded yet."))]),
    ...pagerBlocks(buttons),
  ]);
}
