import { expect, test } from "vitest";
import { startApi } from "../support/api.ts";

const api = await startApi();
const portal = await api.client(
  "invites:write",
  "users:write",
  "groups:write",
  "webhooks:write",
  "users:read",
);

const id = "0123456789abcdef01234567";
const scope = "must be “all”, or a list of names, which have no commas and no line breaks";
test.each([
  ["GET /users?limit=101", undefined, "limit: must be a whole number from 1 to 100"],
  ["POST /invites", {}, "emails: is missing"],
  ["POST /invites", [], "The body must be an object."],
  ["POST /invites", { emails: [] }, "emails: must not be empty"],
  ["POST /invites", { emails: "eve@acme.io" }, "emails: must be a list"],
  ["POST /invites", { emails: [3] }, "emails.0: must be a string"],
  ["POST /invites", { emails: Array(101).fill("a@acme.io") }, "emails: must have at most 100 items"],
  ["POST /invites", { emails: ["a@acme.io"], expiresInDays: 2.5 }, "expiresInDays: must be a whole number"],
  ["POST /invites", { emails: ["a@acme.io"], message: null }, "message: must be a string"],
  ["POST /groups", { name: "Data", services: [3], actions: "no" }, `services: ${scope}; actions: ${scope}`],
  ["POST /groups", { name: "Data", services: Array(101).fill("") }, "services: must have at most 100 names"],
  [
    "POST /groups",
    { name: "Data", actions: Array(101).fill("read") },
    "actions: must have at most 100 names",
  ],
  [
    `PATCH /groups/${id}`,
    { regions: [`eu${" ".repeat(59)}`] },
    "regions: must have names of at most 60 characters each",
  ],
  [
    "POST /invites",
    { emails: ["a@acme.io"], until: "0000-01-01" },
    "until: must be a real date: there is no year 0",
  ],
  [`POST /users/${id}/suspend`, { invites: "drop" }, "invites: must be “keep” or “cancel”"],
])("%s with %j is told what to send instead", async (asked, body, detail) => {
  const [method = "", path = ""] = asked.split(" ");
  const answer = await portal.asks(method, path, { body });
  expect(answer.body).toMatchObject({ status: 400, detail: `This can’t be read. ${detail}` });
});
