import { afterEach, expect, test } from "vitest";
import { builtInGroupIds } from "../../src/models/group.ts";
import { Invite } from "../../src/models/invite.ts";
import { cancels } from "../support/slack/cancelling.ts";
import { seedInvites } from "../support/slack/seed.ts";
import { startWorld } from "../support/world.ts";

const { mia, slack } = await startWorld();
const users = String(builtInGroupIds.users);

afterEach(() => mia.closes({ all: true }));

async function invited(email: string, state: object = {}): Promise<void> {
  await seedInvites([email], [users]);
  await Invite.updateOne({ email }, state);
}

async function looksUp(who: string): Promise<string> {
  await mia.runs(`/iam user ${who}`);
  return (await mia.seesView("Pending invites")).asText;
}

test("an invited person is found with their pending invite and its buttons", async () => {
  await invited("mona@example.com");
  const screen = await looksUp("mona@example.com");
  expect(screen).toContain("mona@example.com is not a user yet.");
  expect(screen).toContain("· Delivered");
  expect(screen).toMatch(/\[Resend[^\]]*\] \[… Cancel Invite/);
  await mia.presses("Resend");
  await mia.sees("Sending again to mona@example.com.");
  await cancels(mia);
  await mia.sees("The invite to mona@example.com is cancelled.");
});

test("also by the start of the address, or by a mention", async () => {
  await invited("nils.olsen@example.com");
  expect(await looksUp("olsen")).toContain("nils.olsen@example.com");
  await mia.closes({ all: true });
  slack.addPerson({ name: "Nils Olsen", email: "nils.olsen@example.com" });
  expect(await looksUp("@Nils Olsen")).toContain("nils.olsen@example.com");
});

test("an address that starts the same isn't taken for it", async () => {
  await invited("vera@example.com");
  await mia.runs("/iam user vera@example.co");
  await mia.sees("No user matches “vera@example.co”.");
});

test("a bounced email says so, and offers to correct the address", async () => {
  const delivery = {
    state: "bounced",
    generation: 1,
    at: new Date(),
    reason: "mailbox_unknown:5.1.1",
    permanent: true,
  };
  await invited("bo@example.com", { delivery });
  const screen = await looksUp("bo@example.com");
  expect(screen).toContain("Bounced: mailbox does not exist");
  expect(screen).toContain("[Correct Address");
});

test.each(["pending", "expired"])("an invite that expired while it was %s can be resent", async (status) => {
  const email = `late.${status}@example.com`;
  await invited(email, { status, expiresAt: new Date(Date.now() - 3_600_000) });
  const screen = await looksUp(email);
  expect(screen).toContain("expired 1 hour ago");
  await mia.presses("Resend");
  await mia.sees(`Sending again to ${email}.`);
});

test.each([
  ["declined", {}, /Their last invite was declined on \d/],
  [
    "cancelled",
    { settledBy: { kind: "system", name: "Ben Ode" } },
    /Their last invite was cancelled by Ben Ode on \d/,
  ],
  ["expired", { expiresAt: new Date("2026-01-02T10:00:00Z") }, /Their last invite expired on 2 January/],
])("one that was %s says so, and offers to invite again", async (status, rest, told) => {
  const email = `${status}@example.org`;
  await invited(email, { status, settledAt: status === "expired" ? undefined : new Date(), ...rest });
  await mia.runs(`/iam user ${email}`);
  expect(await mia.sees(told)).toContain(`No user matches “${email}”.`);
  await mia.presses(`Invite ${email}`);
  expect((await mia.seesView("Invite people")).asText).toContain(email);
});
