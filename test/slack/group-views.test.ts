import { Types } from "mongoose";
import { expect, test } from "vitest";
import { breaches } from "../../dev/emulators/slack/limits.ts";
import type { LogEntry } from "../../src/services/audit/read-audit-log.ts";
import type { GroupRow } from "../../src/services/groups/list-groups.ts";
import type { GroupDetail, GroupMember } from "../../src/services/groups/open-group.ts";
import type { PageCursor } from "../../src/services/page.ts";
import { auditView } from "../../src/slack/audit/view.ts";
import { accessBlocks } from "../../src/slack/groups/access.ts";
import { deletionView } from "../../src/slack/groups/deletion-view.ts";
import { draftOf, requestOf } from "../../src/slack/groups/draft.ts";
import { groupForm } from "../../src/slack/groups/form-view.ts";
import { groupsView } from "../../src/slack/groups/list-view.ts";
import { groupView } from "../../src/slack/groups/page-view.ts";

const id = "6b04f317ed13d51b6b7dc335";
/** Each a name of the longest kind: plain, four bytes a character, what JSON escapes, and what markup would be. */
const letters = ["W", "🦊", '"', "\\", "\u200f", "<@U1>*`:tada:&"];
const filled = (letter: string, length: number) =>
  letter.repeat(length).slice(0, length - (length % letter.length));
const cursor = (letter: string): PageCursor => ({ direction: "before", key: filled(letter, 100), id });
const names = (letter: string) =>
  Array.from({ length: 100 }, (_, index) => filled(letter, 56) + String(index).padStart(4, "0"));

function detail(letter: string): GroupDetail {
  const scope = names(letter);
  return {
    id,
    name: filled(letter, 60),
    description: filled(letter, 200),
    services: scope,
    projects: scope,
    regions: scope,
    actions: scope,
    version: Number.MAX_SAFE_INTEGER,
    may: { edit: true, rename: true, delete: true },
    managedBy: null,
  };
}

const list = (letter: string) => ({ text: filled(letter, 100), cursor: cursor(letter) });
const pageState = (letter: string, tab: "members" | "access") => ({
  groupId: id,
  tab,
  cursor: cursor(letter),
  list: list(letter),
});
const flash = (letter: string) => ({ text: filled(letter, 4_000), ok: true });
const member = (letter: string): GroupMember => ({
  userId: id,
  name: filled(letter, 100),
  email: filled(letter, 254),
  status: "suspended",
  linked: true,
  paused: "reactivated",
  ended: null,
});

function page(letter: string, tab: "members" | "access") {
  const rows = Array.from({ length: 10 }, () => member(letter));
  return groupView({
    group: detail(letter),
    memberCount: 1_001,
    pendingCount: 1_001,
    members: { rows, previous: cursor(letter), next: cursor(letter) },
    admin: {
      invites: rows.map(({ email, name }) => ({ email, by: name })),
      moreInvites: true,
      paused: rows,
      morePaused: true,
    },
    state: pageState(letter, tab),
    owners: Array.from({ length: 50 }, () => "U012345678"),
    flash: flash(letter),
  });
}

function entry(letter: string): LogEntry {
  const gives = { name: filled(letter, 60), description: filled(letter, 200), services: names(letter) };
  return {
    _id: new Types.ObjectId(),
    at: new Date(0),
    actor: { kind: "slack", name: filled(letter, 200), email: filled(letter, 254) },
    action: `something.${filled(letter, 100)}`,
    target: { kind: "group", id, label: filled(letter, 254) },
    before: { ...gives, projects: [], groups: [id], odd: { deep: names(letter) } },
    after: { ...gives, name: "", projects: names(letter), services: "all", groups: [], odd: null },
  };
}

test.each(letters)("Slack accepts every view with names full of %s", (letter) => {
  const row: GroupRow = { ...detail(letter), members: 1_001 };
  const rows = Array.from({ length: 10 }, () => row);
  const log = Array.from({ length: 10 }, () => entry(letter));
  const version = Number.MAX_SAFE_INTEGER;
  const pages = { previous: cursor(letter), next: cursor(letter) };
  const edited = { page: pageState(letter, "members"), version };
  const draft = draftOf(detail(letter));
  const views = {
    list: groupsView({ rows, ...pages }, list(letter), flash(letter)),
    empty: groupsView({ rows: [], previous: null, next: null }, list(letter)),
    members: page(letter, "members"),
    access: page(letter, "access"),
    create: groupForm(draft, { group: null, list: list(letter), attempt: 1 }),
    edit: groupForm(
      draft,
      { group: edited, list: list(letter), attempt: 999 },
      {
        text: filled(letter, 4_000),
        now: detail(letter),
      },
    ),
    deletion: deletionView({
      group: detail(letter),
      memberCount: 1_001,
      pendingCount: 1_001,
      state: { page: pageState(letter, "members"), version },
      flash: flash(letter),
    }),
    log: auditView(
      { rows: log, ...pages, groupNames: new Map([[id, filled(letter, 60)]]) },
      { email: filled(letter, 254), cursor: cursor(letter) },
      { stopped: "set_back" },
    ),
  };
  for (const [name, view] of Object.entries(views)) expect([name, breaches(view)]).toEqual([name, []]);
});

test("a form holds 100 of the longest names of each kind, and returns what it was given", () => {
  const group = detail("W");
  const request = requestOf(draftOf(group));
  expect(request).toMatchObject({ name: group.name, services: { all: false, names: group.services } });
  const shown = JSON.stringify(accessBlocks(group));
  for (const name of names("W")) expect(shown).toContain(name);
});
