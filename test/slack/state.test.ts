import { expect, test } from "vitest";
import { builtInGroupIds } from "../../src/models/group.ts";
import { Invite } from "../../src/models/invite.ts";
import { auditListState } from "../../src/slack/audit/list-state.ts";
import { groupDeletionState, groupFormState, groupPageState } from "../../src/slack/groups/list-state.ts";
import { testMailGeneration } from "../../src/slack/home/setup-view.ts";
import { formState } from "../../src/slack/invites/draft.ts";
import { menuChoice } from "../../src/slack/invites/pending-menu.ts";
import { pendingListState } from "../../src/slack/invites/pending-state.ts";
import { resultPage } from "../../src/slack/invites/result-state.ts";
import { batchRef } from "../../src/slack/kit/batch-ref.ts";
import { inviteRef } from "../../src/slack/kit/invite-ref.ts";
import { idText, type StateCodec, UnreadableState } from "../../src/slack/kit/state-codec.ts";
import { activityState } from "../../src/slack/users/activity-state.ts";
import { groupsDraft } from "../../src/slack/users/groups-draft.ts";
import { userListState } from "../../src/slack/users/list-state.ts";
import { userRef } from "../../src/slack/users/user-ref.ts";
import { seedInvites } from "../support/slack/seed.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld();
const { slack, mia } = world;

const id = "65f0c0ffee65f0c0ffee65f0";
const cursor = `{"direction":"after","key":"ops","id":"${id}"}`;
const list = `{"text":"op","cursor":${cursor}}`;
const page = `{"groupId":"${id}","tab":"access","cursor":null,"list":${list}}`;
const seen = `{"userId":"${id}","state":"7pY2","at":1772542800000}`;

/** As the first version wrote them into messages and views that are still in Slack. */
const written: [string, StateCodec<unknown>, string][] = [
  ["an invite", inviteRef, `{"inviteId":"${id}","generation":2}`],
  ["a batch", batchRef, `{"batchId":"${id}"}`],
  ["a user", userRef, seen],
  ["a group", idText, id],
  ["a row's menu", menuChoice, `groups ${id} 3`],
  [
    "the pending invites",
    pendingListState,
    `{"text":"eve","mine":true,"which":"trouble","form":1,"cursor":null}`,
  ],
  ["a page of the users", userListState, `{"text":"e","which":"ending","cursor":${cursor}}`],
  ["a page of a result", resultPage, "1"],
  ["who was mentioned", formState, `{"eve@acme.io":"U012"}`],
  ["a page of an activity", activityState, `{"userId":"${id}","cursor":${cursor}}`],
  ["the groups of a user", groupsDraft, `{"seen":${seen},"groups":["ZfDA_-5l8MD_7mXw"]}`],
  ["the page of a group", groupPageState, page],
  [
    "the form of a group",
    groupFormState,
    `{"group":{"page":${page},"version":4},"list":${list},"attempt":2}`,
  ],
  ["the deletion of a group", groupDeletionState, `{"page":${page},"version":4}`],
  ["the audit log", auditListState, `{"email":"eve@acme.io","cursor":${cursor}}`],
  ["a test email", testMailGeneration, "0"],
];

const inPending = (cursor: string) =>
  `{"text":"eve","mine":false,"which":"pending","form":0,"cursor":${cursor}}`;

/** As the first version wrote them into views that may still be open, and as they are written now. */
const changed: [string, StateCodec<unknown>, string, string][] = [
  [
    "a page of the pending invites",
    pendingListState,
    inPending(`{"direction":"before","at":"2026-03-03T13:00:00.000Z","inviteId":"${id}"}`),
    inPending(`{"direction":"before","key":"2026-03-03T13:00:00.000Z","id":"${id}"}`),
  ],
  [
    "a page of found ones",
    pendingListState,
    inPending(`{"ends":["${id}","75f0c0ffee65f0c0ffee65f1"]}`),
    inPending(`{"direction":"after","key":"","id":"75f0c0ffee65f0c0ffee65f1","trail":["${id}"]}`),
  ],
  ["the first page of found ones", pendingListState, inPending(`{"ends":[]}`), inPending("null")],
  [
    "the users, which begin anew",
    userListState,
    `{"text":"e","after":{"key":"eve","userId":"${id}"},"trail":[null]}`,
    `{"text":"e","which":"everyone","cursor":null}`,
  ],
  [
    "the users, of which there was no choice",
    userListState,
    `{"text":"e","cursor":${cursor}}`,
    `{"text":"e","which":"everyone","cursor":${cursor}}`,
  ],
];

test.each(changed)("%s: reads what an older version wrote", (_, codec, older, now) => {
  expect(codec.encode(codec.decode(older))).toBe(now);
  expect(codec.encode(codec.decode(now))).toBe(now);
});

test.each(written)("%s: reads what an older version wrote, and writes the same", (_, codec, text) => {
  expect(codec.encode(codec.decode(text))).toBe(text);
});

test.each(written)("%s: refuses by name what nobody wrote", (_, codec) => {
  for (const text of ["{", "[]", `"x"`, "-1.5", `{"__proto__":{}}x`, "\u0000", `groups ${id}`])
    expect(() => codec.decode(text)).toThrow(UnreadableState);
});

test("a state too long for Slack is never sent there", () => {
  const mentioned = Object.fromEntries(
    Array.from({ length: 100 }, (_, at) => [`person.${at}@acme.io`, "U0123456789"]),
  );
  expect(() => formState.encode(mentioned)).toThrow("above 3000");
});

test("a button with an unreadable value does nothing, and says in a sentence what to do", async () => {
  const email = "eve@example.com";
  await seedInvites([email], [String(builtInGroupIds.users)]);
  await mia.runs("/iam pending eve");
  await mia.seesView("Pending invites");
  await mia.presses("Resend");
  await mia.sees("Sending again to eve@example.com");
  const before = await Invite.findOne({ email }).lean();
  const payload = JSON.parse(new URLSearchParams(slack.requests.at(-1)?.body).get("payload") ?? "");
  for (const value of ["{", `{"inviteId":"${before?._id}","generation":"1"}`, undefined]) {
    const told = mia.messages.length;
    payload.actions[0].value = value;
    expect(await slack.deliver(String(new URLSearchParams({ payload: JSON.stringify(payload) })))).toBe(200);
    await expect
      .poll(() =>
        mia.messages
          .slice(told)
          .map(({ asText }) => asText)
          .join(),
      )
      .toBe("That screen is out of date. Open it again with /iam and start from there.");
  }
  expect(await Invite.findOne({ email }).lean()).toMatchObject({ generation: before?.generation });
});
