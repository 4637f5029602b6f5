import { expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { startWorld } from "../world.ts";

const { slack } = await startWorld({ IAM_OWNERS: "" });

test("where there is neither owner nor admin, /iam tells the asker their Slack ID and what the operator must do", async () => {
  const ada = slack.addPerson({ name: "Ada Lovelace", email: "ada@acme.io" });
  await ada.runs("/iam");
  await ada.sees(
    `Your Slack ID is ${ada.id}. Ask whoever runs iam-bot to add it to IAM_OWNERS and to restart it`,
  );
  expect(await AuditEvent.countDocuments()).toBe(0);
});

test("a guest is told nothing of that", async () => {
  const guest = slack.addPerson({ name: "Gus Guest", email: "gus@acme.io", guest: true });
  await guest.runs("/iam");
  await guest.sees("Only admins can do this. Ask whoever installed this app.");
});
