import { cautionAdmin, inviteUntilThen } from "../../../slack/kit/admin-means.ts";
import { notice } from "../../../slack/kit/blocks.ts";
import { activityView } from "../../../slack/users/activity-view.ts";
import { canBlocks } from "../../../slack/users/can-view.ts";
import { endFormView } from "../../../slack/users/end-view.ts";
import { eraseReviewView } from "../../../slack/users/erase-view.ts";
import { groupsDraft } from "../../../slack/users/groups-draft.ts";
import { groupsFormView, groupsReviewView } from "../../../slack/users/groups-view.ts";
import { linkFormView } from "../../../slack/users/link-view.ts";
import { usersView } from "../../../slack/users/list-view.ts";
import { choiceView, nobodyBlocks } from "../../../slack/users/look-up-view.ts";
import { profileView, tabView, userGroupsView } from "../../../slack/users/profile-view.ts";
import { suspendReviewView } from "../../../slack/users/suspension-view.ts";
import type { Screen } from "./screen.ts";

export const userScreens: Record<string, Screen> = {
  activityView: (f) => activityView({ user: f.user, ...f.log }),
  canBlocks: (f) =>
    canBlocks(f.email, {
      decision: f.yes
        ? { allowed: false, code: "not_given" }
        : { allowed: true, code: "given", userId: f.id, membership: f.membership },
      wanted: f.name,
      reason: f.long,
      userId: f.all ? f.id : null,
    }),
  choiceView: (f) => choiceView(f.search, f.page(f.userRow).rows),
  endFormView: (f) =>
    endFormView(f.user, {
      timeZone: f.user.timeZone,
      groupId: f.user.groups[0]?.id,
      ...(f.yes && { problem: f.long }),
    }),
  groupsFormView: (f) =>
    groupsFormView(f.user, f.groups, f.yes ? { problem: f.long, day: "2026-12-31" } : {}),
  cautionAdmin: (f) => ({
    ...notice("Change groups?", f.name),
    blocks: cautionAdmin(f.name, f.yes ? { who: f.name, until: inviteUntilThen } : null),
  }),
  groupsReviewView: (f) =>
    groupsReviewView(
      f.id,
      { name: f.name, gets: f.groups, loses: f.groups, needsApproval: f.yes, end: f.yes ? f.end : null },
      groupsDraft.encode({
        seen: f.user.version,
        groups: f.invite.groupIds.slice(0, 100),
        ...(f.yes && { day: "2026-12-31" }),
      }),
    ),
  linkFormView: (f) =>
    linkFormView(f.user, f.yes ? { problem: f.long, vouching: { account: "U1", email: f.email } } : {}),
  eraseReviewView: (f) => eraseReviewView(f.user, JSON.stringify(f.user.version), f.yes ? f.long : undefined),
  nobodyBlocks: (f) => nobodyBlocks(f.search, f.yes ? f.email : undefined),
  profileView: (f) => profileView(f.user, f.flash),
  suspendReviewView: (f) =>
    suspendReviewView(
      f.user,
      { count: f.count, newest: f.addresses.slice(0, 10) },
      { metadata: JSON.stringify(f.user.version), self: f.yes, fromProfile: f.all },
    ),
  tabView: (f) => tabView("Activity", f.user, []),
  userGroupsView: (f) => userGroupsView(f.user, f.flash),
  usersView: (f) => {
    const cursor = f.yes ? f.pageCursor : f.trail;
    return usersView({
      rows: f.page(f.userRow).rows,
      previous: cursor,
      next: cursor,
      total: f.count,
      state: { text: f.search, which: f.all ? "ending" : "everyone", cursor },
    });
  },
};
