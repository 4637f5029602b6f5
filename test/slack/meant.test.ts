import { expect, test } from "vitest";
import { meantBy } from "../../src/slack/help/meant.ts";

const isSubcommand = (name: string) =>
  ["invite", "pending", "user", "users", "groups", "audit"].includes(name);

test.each([
  ["Pending Eve", "pending", "Eve"],
  ["eve@acme.io", "user", "eve@acme.io"],
  ["<@U1|eve>", "user", "<@U1|eve>"],
  ["Eve Adams <eve@acme.io>", "user", "Eve Adams <eve@acme.io>"],
  ["Eve <eve@acme.io>, Bo <bo@acme.io>", "invite", "Eve <eve@acme.io>, Bo <bo@acme.io>"],
  ["eve@acme.io bo@acme.io", "invite", "eve@acme.io bo@acme.io"],
  ["invite Eve <eve@acme.io>", "invite", "Eve <eve@acme.io>"],
  ["new eve@acme.io", "invite", "eve@acme.io"],
  ["Resend eve@acme.io", "pending", "eve@acme.io"],
  ["delete eve@acme.io", "user", "eve@acme.io"],
  ["search eve", "user", "eve"],
  ["members Billing", "groups", "Billing"],
  ["constructor eve", "constructor", "eve"],
  ["pendign eve", "pendign", "eve"],
  ["", "", ""],
])("/iam %s means %s", (line, name, text) => {
  expect(meantBy(line, isSubcommand)).toEqual({ name, text });
});
