import { beforeAll, describe, expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { seedAdmin } from "../support/slack/seed.ts";
import { startWorld } from "../support/world.ts";

const { slack, mia } = await startWorld({ IAM_OWNERS: "" });

test("if there is neither owner nor admin, /iam tells the asker their Slack ID and what the operator must do", async () => {
  const ada = slack.addPerson({ name: "Ada Lovelace", email: "ada@acme.io" });
  await ada.runs("/iam");
  await ada.sees(
    `Your Slack ID is ${ada.id}. Ask whoever runs iam-bot to add it to IAM_OWNERS and restart iam-bot`,
  );
  expect(await AuditEvent.countDocuments()).toBe(0);
});

test("a guest is told none of that", async () => {
  const guest = slack.addPerson({ name: "Gus Guest", email: "gus@acme.io", guest: true });
  await guest.runs("/iam");
  await guest.sees("Only admins can do this. Ask whoever runs iam-bot.");
});

describe("with admins", () => {
  beforeAll(async () => {
    await seedAdmin(mia);
    await seedAdmin(slack.addPerson({ name: "Jonas Weber", email: "jonas@acme.io" }));
    await seedAdmin(slack.addPerson({ name: "Zoe Zed", email: "zoe@acme.io" }));
  });

  test("non-admins read whom to ask and what is theirs, and nothing that they can't do", async () => {
    const eve = slack.addPerson({ name: "Eve Adams", email: "eve@acme.io" });
    for (const line of ["/iam", "/iam help", "/iam invte"]) {
      await eve.runs(line);
      await expect
        .poll(() => eve.ephemerals.at(-1)?.asText)
        .toBe(
          "Only admins can do this. Ask @Jonas Weber, @Mia Chen or @Zoe Zed. Your details and groups are on this app’s Home tab.",
        );
    }
    expect(await AuditEvent.countDocuments()).toBe(0);
  });

  test("an admin gets an example of every subcommand and a button for each main job, visible only to them", async () => {
    await mia.runs("/iam help");
    await mia.sees("Decide who gets in, from Slack:");
    const told = mia.ephemerals.at(-1)?.asText ?? "";
    for (const word of ["invite", "pending", "user", "users", "groups", "audit"])
      expect(told).toMatch(new RegExp(`^• /iam ${word}\\b.*  \\w`, "m"));
    expect(told).toContain("[Invite People] [Pending Invites] [Users] [Groups] [Audit Log]");
    expect(mia.messages).toEqual([]);
    for (const [button, title] of Object.entries({
      "Invite People": "Invite people",
      "Pending Invites": "Pending invites",
      Users: "Users",
      Groups: "Groups",
      "Audit Log": "Audit log",
    })) {
      await mia.presses(button);
      await mia.seesView(title);
      await mia.closes();
    }
  });

  test.each([
    ["invte eve@acme.io", "There is no “/iam invte”. Did you mean “/iam invite”?"],
    ["PENDNIG", "There is no “/iam PENDNIG”. Did you mean “/iam pending”?"],
    ["pend", "Did you mean “/iam pending”?"],
    ["usr", "Did you mean “/iam user”?"],
    ["group", "Did you mean “/iam groups”?"],
    ["log", "There is no “/iam log”. Here’s what you can do:"],
    ["*a* <!here> &", "There is no “/iam *a*”. Here’s what you can do:"],
  ])("/iam %s suggests the nearest subcommand", async (typed, opening) => {
    const told = mia.ephemerals.length;
    await mia.runs(`/iam ${typed}`);
    await expect
      .poll(() =>
        mia.ephemerals
          .slice(told)
          .map(({ asText }) => asText)
          .join(),
      )
      .toContain(opening);
  });

  test("after a typo there is only the suggestion, and its button takes what was typed with it", async () => {
    await mia.runs("/iam invte eve@example.com, noah@example.com");
    const suggestion = "There is no “/iam invte”. Did you mean “/iam invite”?";
    await expect.poll(() => mia.ephemerals.at(-1)?.asText).toBe(`${suggestion}\n[Invite People]`);
    await mia.presses("Invite People");
    expect((await mia.seesView("Invite people")).asText).toContain("eve@example.com, noah@example.com");
    await mia.closes();
  });

  test.each([
    ["jonas@acme.io", "Profile", "Jonas Weber"],
    ["@Jonas Weber", "Profile", "Jonas Weber"],
    ["suspend jonas", "Profile", "[Suspend"],
    ["Reactivate jonas@acme.io", "Profile", "Jonas Weber"],
    ["add new@example.com", "Invite people", "new@example.com"],
    ["one@example.com, two@example.com", "Invite people", "two@example.com"],
    ["resend", "Pending invites", "No pending invites"],
    ["cancel eve@example.com", "Pending invites", "No invites match"],
  ])("/iam %s leads to the screen it means", async (typed, title, shown) => {
    await mia.closes({ all: true });
    await mia.runs(`/iam ${typed}`);
    expect((await mia.seesView(title)).asText).toContain(shown);
  });

  test("an unknown address on its own gets an offer to invite it", async () => {
    await mia.closes({ all: true });
    await mia.runs("/iam stranger@example.com");
    await mia.sees("No user matches “stranger@example.com”.");
  });
});
