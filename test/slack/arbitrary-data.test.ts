import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { breaches } from "../../dev/emulators/slack/limits.ts";
import { auditView } from "../../src/slack/audit/view.ts";
import { deletionView } from "../../src/slack/groups/deletion-view.ts";
import { draftOf } from "../../src/slack/groups/draft.ts";
import { groupForm } from "../../src/slack/groups/form-view.ts";
import { groupsView } from "../../src/slack/groups/list-view.ts";
import { groupView } from "../../src/slack/groups/page-view.ts";
import { detailsView } from "../../src/slack/home/details-view.ts";
import { homeView, troubleView } from "../../src/slack/home/view.ts";
import { batchView } from "../../src/slack/invites/batch-view.ts";
import { editGroupsView, linkView } from "../../src/slack/invites/edit-view.ts";
import { inviteForm } from "../../src/slack/invites/form-view.ts";
import { pendingView } from "../../src/slack/invites/pending-view.ts";
import { inviteResult } from "../../src/slack/invites/result-view.ts";
import { reviewView } from "../../src/slack/invites/review-view.ts";
import { notice } from "../../src/slack/kit/blocks.ts";
import { asSent, sentenceCard } from "../../src/slack/kit/card.ts";
import { shorten } from "../../src/slack/kit/text.ts";
import { batchCard, summaryCard } from "../../src/slack/messages/batch.ts";
import {
  acceptedCard,
  askedCard,
  declinedCard,
  expiredCard,
  troubleCard,
} from "../../src/slack/messages/invite-notices.ts";
import { answeredCard, deactivatedCard, newAdminCard } from "../../src/slack/messages/user-notices.ts";
import { activityView } from "../../src/slack/users/activity-view.ts";
import { groupsDraft } from "../../src/slack/users/groups-draft.ts";
import { groupsFormView, groupsReviewView } from "../../src/slack/users/groups-view.ts";
import { linkFormView } from "../../src/slack/users/link-view.ts";
import { usersView } from "../../src/slack/users/list-view.ts";
import {
  choiceView,
  nobodyBlocks,
  profileView,
  tabView,
  userGroupsView,
} from "../../src/slack/users/profile-view.ts";
import { suspendReviewView } from "../../src/slack/users/suspension-view.ts";
import { type Facts, facts } from "../support/slack/arbitraries.ts";

/** `PROPERTY_RUNS=1000 PROPERTY_SEED=…` looks further, or again; a failure prints its seed. */
const { PROPERTY_RUNS = "25", PROPERTY_SEED } = process.env;
const settings = { numRuns: Number(PROPERTY_RUNS), ...(PROPERTY_SEED && { seed: Number(PROPERTY_SEED) }) };

const settingsOf = (f: Facts) => ({
  organisation: f.name,
  askable: ["U1", "U2"],
  sealing: { stopped: f.yes ? ("altered" as const) : null },
  ...f.reporting,
});
const groupListState = (f: Facts) => ({ text: f.search, cursor: f.pageCursor });
const groupPageState = (f: Facts) => ({
  groupId: f.id,
  tab: f.yes ? ("members" as const) : ("access" as const),
  cursor: f.pageCursor,
  list: groupListState(f),
});
const member = (f: Facts) => ({
  userId: f.id,
  name: f.name,
  email: f.email,
  status: f.user.status,
  linked: f.all,
  paused: f.user.paused,
});
const userRow = (f: Facts) => ({
  userId: f.id,
  name: f.name,
  email: f.email,
  status: f.user.status,
  groups: f.invite.groups,
});
const self = (f: Facts) => ({
  kind: "user" as const,
  details: { name: f.name, title: f.title, phone: "+".repeat(32), timeZone: "Europe/London", email: f.email },
  suspended: f.yes,
  groups: f.groups,
});

/** Every function that draws a view or a message. */
const drawings: Record<string, (f: Facts) => unknown> = {
  auditView: (f) =>
    auditView(f.log, { email: f.email, cursor: f.pageCursor }, { stopped: f.yes ? "altered" : null }),
  batchView: (f) => batchView(f.batch.rows, f.reporting),
  notice: (f) => notice("Not done", f.long),
  acceptedCard: (f) => acceptedCard(f.news, f.told),
  newAdminCard: (f) =>
    newAdminCard(f.userNews, {
      account: "U1",
      gain: f.yes ? "put_in_admin" : "linked",
      by: f.yes ? f.by : undefined,
    }),
  askedCard: (f) => askedCard(f.news, f.told),
  batchCard: (f) => batchCard(f.batch, f.reporting),
  summaryCard: (f) => summaryCard(f.batch, f.told, f.reporting),
  sentenceCard: (f) => sentenceCard(f.message),
  deactivatedCard: (f) => deactivatedCard(f.userNews),
  declinedCard: (f) => declinedCard(f.news, f.told),
  expiredCard: (f) => expiredCard(f.news, f.told),
  troubleCard: (f) =>
    troubleCard({ ...f.news, delivery: { ...f.news.delivery, state: "bounced" }, status: "pending" }, f.told),
  deletionView: (f) =>
    deletionView({
      group: f.detail,
      memberCount: f.count,
      pendingCount: f.count,
      state: { page: groupPageState(f), version: 1 },
      flash: f.flash,
    }),
  groupForm: (f) =>
    groupForm(
      draftOf(f.detail),
      { group: f.yes ? { page: groupPageState(f), version: 1 } : null, list: groupListState(f), attempt: 9 },
      f.all ? { text: f.long, now: f.detail } : undefined,
    ),
  groupsView: (f) => groupsView(f.page({ ...f.detail, members: f.count }), groupListState(f), f.flash),
  groupView: (f) =>
    groupView({
      group: f.detail,
      memberCount: f.count,
      pendingCount: f.count,
      members: f.page(member(f)),
      admin: f.all
        ? { invites: f.invites, moreInvites: f.yes, paused: f.page(member(f)).rows, morePaused: f.yes }
        : null,
      state: groupPageState(f),
      owners: ["U1", "U2"],
      flash: f.flash,
    }),
  detailsView: (f) => detailsView(self(f).details, f.yes ? f.long : undefined),
  homeView: (f) =>
    homeView(
      f.all
        ? {
            now: f.at,
            shows: "overview",
            self: self(f),
            pending: f.count,
            trouble: f.count,
            expiring: f.count,
            held: f.yes ? { mails: f.count, reason: f.long } : null,
            users: f.count,
            attention: f.invites,
            moreAttention: f.yes,
          }
        : f.yes
          ? {
              now: f.at,
              shows: "profile",
              self: self(f),
              askInstead: [{ name: f.by, userId: "U1" }],
              ineligible: false,
              accountId: "U1",
            }
          : {
              now: f.at,
              shows: "setup",
              email: f.email,
              confirmed: f.all,
              name: f.name,
              testMail: { generation: 1, to: f.email, delivery: f.invite.delivery },
            },
      settingsOf(f),
      f.yes ? f.long : undefined,
    ),
  troubleView: (f) => troubleView(f.name, f.reason),
  inviteForm: (f) =>
    inviteForm(
      {
        emails: f.long,
        groupIds: f.invite.groupIds,
        expiryDays: 7,
        message: f.message,
        replaces: f.yes
          ? { inviteId: f.id, generation: 1, email: f.email, expired: f.all, list: null }
          : null,
      },
      { [f.email]: "U1" },
      f.groups,
      f.yes ? f.long : undefined,
    ),
  inviteResult: (f) =>
    inviteResult(
      {
        outcomes: f.addresses.map((email, at) =>
          at % 3 === 0
            ? { email, outcome: "invited", inviteId: f.id, generation: 1 }
            : at % 3 === 1
              ? {
                  email,
                  outcome: "pending",
                  inviteId: f.id,
                  generation: 1,
                  by: f.by,
                  delivery: f.invite.delivery,
                }
              : { email, outcome: "domain" },
        ),
        ignoredWords: f.count,
        sendsAt: f.at,
        page: 0,
        since: f.yes ? { [f.id]: f.reason } : {},
        waiting: f.addresses,
        mentioned: {},
        replaces: f.yes ? { email: f.email, expired: false } : null,
        left: false,
      },
      f.id,
      f.at,
    ),
  reviewView: (f) =>
    reviewView({
      draftId: f.id,
      invited: f.addresses,
      skipped: [],
      overLimit: f.yes ? f.addresses : [],
      overMailLimit: [],
      malformed: [f.message.replaceAll(/\s/g, "x")],
      ignoredWords: f.count,
    }),
  editGroupsView: (f) =>
    editGroupsView({ email: f.email, groupIds: f.invite.groupIds, about: "{}" }, f.groups),
  linkView: (f) => linkView(f.email, `https://iam.example.com/invite/${"x".repeat(400)}`, f.at),
  pendingView: (f) => {
    const cursor = f.yes
      ? { direction: "after" as const, key: f.at.toISOString(), id: f.id }
      : { direction: "after" as const, key: "", id: f.id, trail: Array<string>(40).fill(f.id) };
    const state = { text: f.search, mine: f.all, which: "trouble" as const, form: 1, cursor };
    return pendingView({
      rows: f.invites,
      now: f.at,
      previous: cursor,
      next: cursor,
      state,
      flash: f.flash,
      ...f.reporting,
    });
  },
  activityView: (f) => activityView({ user: f.user, ...f.log }),
  groupsFormView: (f) => groupsFormView(f.user, f.groups, f.yes ? { problem: f.long } : {}),
  groupsReviewView: (f) =>
    groupsReviewView(
      f.id,
      { name: f.name, gets: f.groups, loses: f.groups },
      groupsDraft.encode({ seen: f.user.version, groups: f.invite.groupIds.slice(0, 100) }),
    ),
  linkFormView: (f) =>
    linkFormView(f.user, f.yes ? { problem: f.long, vouching: { account: "U1", email: f.email } } : {}),
  suspendReviewView: (f) =>
    suspendReviewView(
      f.user,
      { count: f.count, newest: f.addresses.slice(0, 10) },
      { metadata: JSON.stringify(f.user.version), self: f.yes, fromProfile: f.all },
    ),
  answeredCard: (f) =>
    answeredCard({ name: f.name, answer: f.yes ? "suspended" : "linked", by: f.by, at: f.at }),
  choiceView: (f) => choiceView(f.search, f.page(userRow(f)).rows),
  nobodyBlocks: (f) => nobodyBlocks(f.search, f.yes ? f.email : undefined),
  profileView: (f) => profileView(f.user, f.flash),
  tabView: (f) => tabView("Activity", f.user, []),
  userGroupsView: (f) => userGroupsView(f.user),
  usersView: (f) => {
    const cursor = f.yes
      ? f.pageCursor
      : { direction: "after" as const, key: "", id: f.id, trail: Array<string>(40).fill(f.id) };
    return usersView({
      rows: f.page(userRow(f)).rows,
      previous: cursor,
      next: cursor,
      total: f.count,
      state: { text: f.search, cursor },
    });
  },
};

test("every function of src/slack that draws a view or a message is drawn here", () => {
  const files = readdirSync("src/slack", { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  const drawing = files.flatMap((file) =>
    readFileSync(`src/slack/${file}`, "utf8")
      .split(/^export function /m)
      .slice(1)
      .filter((code) =>
        /^\w+\([\s\S]*?\): (ModalView|HomeView|Card|\{ text: string; blocks: KnownBlock\[\] \}) \{$/m.test(
          code.slice(0, code.indexOf("\n}")),
        ),
      )
      .map((code) => code.slice(0, code.indexOf("("))),
  );
  const drawnInOthers = ["listModal", "withError"];
  expect(drawing.filter((name) => !(name in drawings) && !drawnInOthers.includes(name))).toEqual([]);
});

const node = z.looseObject({ type: z.string() });

/** What on a surface Slack would read as more than the text it is. */
function markup(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(markup);
  if (typeof part !== "object" || part === null) return [];
  const { data } = node.safeParse(part);
  const risky =
    data &&
    (["mrkdwn", "markdown", "emoji", "link", "broadcast"].includes(data.type) ||
      (data.type === "plain_text" && data.emoji !== false));
  return [...(risky ? [JSON.stringify(part).slice(0, 200)] : []), ...Object.values(part).flatMap(markup)];
}

const message = z.object({ text: z.string(), blocks: z.array(z.unknown()) });

test.each(Object.keys(drawings))(
  "Slack takes it whatever is in it, and shows it as it was typed: %s",
  (name) => {
    fc.assert(
      fc.property(facts, (sample) => {
        const surface = drawings[name]?.(sample);
        expect(breaches(surface)).toEqual([]);
        expect(markup(surface)).toEqual([]);
        // Half a character is no longer what was typed.
        expect(JSON.stringify(surface)).not.toMatch(/\\ud[89a-f]/i);
        const { data } = message.safeParse(surface);
        if (data) expect(asSent({ text: data.text, blocks: [] }).text).not.toMatch(/[<>]|&(?!(amp|lt|gt);)/);
      }),
      settings,
    );
  },
);

test("what is too long keeps its beginning and its end, and no character is cut", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme", maxLength: 60 }),
      fc.integer({ min: 12, max: 60 }),
      (text, most) => {
        const short = shorten(text, most);
        expect(short.length).toBeLessThanOrEqual(Math.max(most, 1));
        if (text.length <= most) {
          expect(short).toBe(text);
          return;
        }
        const [head = "", tail = ""] = short.split(/…(?!.*…)/s);
        const segments = [...new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text)].map(
          ({ index }) => index,
        );
        expect(text.startsWith(head) && text.endsWith(tail)).toBe(true);
        expect(segments).toContain(head.length);
        if (tail) expect(segments).toContain(text.length - tail.length);
      },
    ),
    { ...settings, numRuns: settings.numRuns * 8 },
  );
});
