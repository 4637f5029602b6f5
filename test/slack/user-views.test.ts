import { Types } from "mongoose";
import { expect, test } from "vitest";
import { breaches } from "../../dev/emulators/slack/limits.ts";
import type { UserProfile } from "../../src/services/users/find-user.ts";
import {
  answeredCard,
  deactivatedCard,
  erasureCard,
  newAdminCard,
} from "../../src/slack/messages/user-notices.ts";
import { activityView } from "../../src/slack/users/activity-view.ts";
import { groupsDraft } from "../../src/slack/users/groups-draft.ts";
import { groupsFormView, groupsReviewView } from "../../src/slack/users/groups-view.ts";
import { linkFormView } from "../../src/slack/users/link-view.ts";
import { start } from "../../src/slack/users/list-state.ts";
import { usersView } from "../../src/slack/users/list-view.ts";
import { choiceView, nobodyBlocks } from "../../src/slack/users/look-up-view.ts";
import { profileView, userGroupsView } from "../../src/slack/users/profile-view.ts";
import { suspendReviewView } from "../../src/slack/users/suspension-view.ts";

const long = (most: number) => "<@U1> *b* `&:tada:\u202e👩‍👩‍👧 ".repeat(most).slice(0, most);
const id = (at: number) => at.toString(16).padStart(24, "a");
const email = `${long(40).replaceAll(/\W/g, "x")}@${"d".repeat(200)}.example`;
const names = Array.from({ length: 100 }, () => long(60));
const groups = Array.from({ length: 200 }, (_, at) => ({
  id: id(at),
  name: long(60),
  services: names,
  projects: names,
  regions: names,
  actions: names,
  since: new Date(),
  by: long(100),
  end: { until: new Date(), zone: "America/Argentina/ComodRivadavia" },
  lastUsed: { day: new Date(), recent: false },
}));
const seen = { userId: id(0), state: "x".repeat(16), at: Date.now() };
const user: UserProfile = {
  userId: id(0),
  name: long(100),
  email,
  title: long(100),
  phone: "+".repeat(32),
  timeZone: "America/Argentina/ComodRivadavia",
  language: "es-419",
  status: "suspended",
  suspended: { by: long(100), at: new Date() },
  awaited: false,
  erased: new Date(),
  erasing: { by: long(100), at: new Date() },
  linkedUserId: "U1",
  paused: "reactivated",
  adminNeedsApproval: true,
  ended: [{ name: long(60), end: { until: new Date(), zone: "America/Argentina/ComodRivadavia" } }],
  invitedBy: long(100),
  registeredAt: new Date(),
  groups,
  version: seen,
};
const row = {
  userId: id(0),
  name: long(100),
  email,
  status: "suspended" as const,
  groups: names,
  ending: groups.map(({ name, end }) => ({ group: name, end })),
  ended: [],
};
const cursor = { direction: "after" as const, key: "", id: id(0), trail: Array<string>(40).fill(id(0)) };
const state = { text: long(100), which: "ending" as const, cursor };
const event = {
  _id: new Types.ObjectId(),
  at: new Date(),
  actor: { kind: "slack" as const, name: long(100) },
  action: "user.groups_changed",
  target: { kind: "user" as const, id: id(0), label: email },
  before: { groups: names },
  after: { groups: names },
};
const at = { direction: "after" as const, key: new Date().toISOString(), id: id(0) };
const news = {
  userId: id(0),
  name: long(100),
  email,
  status: "active" as const,
  account: null,
  erasing: null,
};
const draft = groupsDraft.encode({ seen, groups: groups.slice(0, 100).map((group) => group.id) });

test.each(
  Object.entries({
    users: usersView({ rows: Array(10).fill(row), previous: cursor, next: cursor, total: 1001, state }),
    "no users": usersView({ rows: [], previous: null, next: null, total: 0, state: start(long(100)) }),
    choice: choiceView(long(3000), Array(10).fill(row)),
    nobody: nobodyBlocks(email, email),
    profile: profileView(user, { text: long(3000), ok: false }),
    "profile, active": profileView({ ...user, status: "active", suspended: null, paused: null }),
    groups: userGroupsView(user),
    activity: activityView({
      user,
      rows: Array(10).fill(event),
      groupNames: new Map(),
      previous: at,
      next: at,
    }),
    "change groups, up to 100": groupsFormView(user, groups.slice(0, 100), { problem: long(3000) }),
    "change groups, above 100": groupsFormView(user, groups, {}),
    "change groups?": groupsReviewView(
      id(0),
      { name: long(100), gets: groups, loses: groups, needsApproval: true },
      draft,
    ),
    suspend: suspendReviewView(
      user,
      { count: 1001, newest: Array(10).fill(email) },
      { metadata: "{}", self: true, fromProfile: true },
    ),
    link: linkFormView(user, { problem: long(3000), vouching: { account: "U1", email } }),
    "card: suspend?": deactivatedCard(news),
    "card: suspended": answeredCard({
      name: long(100),
      email,
      answer: "linked",
      by: long(100),
      at: new Date(),
    }),
    "card: erase?": erasureCard(news, long(100)),
    "card: new admin": newAdminCard(news, { account: "U1", gain: "put_in_admin", by: long(100) }),
  }),
)("Slack takes it at the extremes of our limits: %s", (_name, surface) => {
  expect(breaches(surface)).toEqual([]);
});
