import { deletionView } from "../../../slack/groups/deletion-view.ts";
import { draftOf } from "../../../slack/groups/draft.ts";
import { groupForm } from "../../../slack/groups/form-view.ts";
import { groupsView } from "../../../slack/groups/list-view.ts";
import { groupView } from "../../../slack/groups/page-view.ts";
import { whoMayView } from "../../../slack/groups/who-may-view.ts";
import { renamedCard } from "../../../slack/messages/renamed.ts";
import type { Facts } from "./facts.ts";
import type { Screen } from "./screen.ts";

const listState = (f: Facts) => ({ text: f.search, cursor: f.pageCursor });
const pageState = (f: Facts) => ({
  groupId: f.id,
  tab: f.yes ? ("members" as const) : ("access" as const),
  cursor: f.pageCursor,
  list: listState(f),
});

export const groupScreens: Record<string, Screen> = {
  deletionView: (f) =>
    deletionView({
      group: f.detail,
      memberCount: f.count,
      pendingCount: f.count,
      state: { page: pageState(f), version: 1 },
      flash: f.flash,
    }),
  groupForm: (f) =>
    groupForm(
      draftOf(f.detail),
      { group: f.yes ? { page: pageState(f), version: 1 } : null, list: listState(f), attempt: 9 },
      f.all ? { text: f.long, now: f.detail } : undefined,
    ),
  whoMayView: (f) =>
    whoMayView(
      {
        service: f.detail.name.slice(0, 60),
        services: f.addresses.map((each, at) => `${at} ${each}`.slice(0, 60)),
        people: f.page(f.permitted).rows,
        next: f.yes ? { group: f.id, key: f.name, id: f.id } : null,
      },
      "UTC",
    ),
  groupsView: (f) => groupsView(f.page({ ...f.detail, members: f.count }), listState(f), f.flash),
  renamedCard: (f) => renamedCard(f.detail.name),
  groupView: (f) =>
    groupView({
      group: f.detail,
      memberCount: f.count,
      pendingCount: f.count,
      members: f.page(f.member),
      admin: f.all
        ? { invites: f.invites, moreInvites: f.yes, paused: f.page(f.member).rows, morePaused: f.yes }
        : null,
      state: pageState(f),
      owners: ["U1", "U2"],
      flash: f.flash,
    }),
};
