import { expect } from "vitest";
import { test } from "../../support/emulators/desk-test.ts";
import { inviteModal } from "../../support/emulators/invite-desk.ts";

test("an unknown word is answered with help that only the asker sees", async ({ slack }) => {
  const ada = slack.addPerson({ name: "Ada Lovelace" });
  const ben = slack.addPerson({ name: "Ben Ito" });

  await ada.runs("/iam");

  await ada.sees("Try /iam invite, @Ada Lovelace.");
  expect(ben.ephemerals).toEqual([]);
});

test("a form shows its labels, defaults and buttons, and names what is missing or wrong under the field", async ({
  slack,
}) => {
  const ada = slack.addPerson({ name: "Ada Lovelace" });
  await ada.runs("/iam invite");
  await ada.seesView("Invite people");

  expect(ada.screen()).toBe(
    ["Invite people", "Email addresses:", "Groups:", "Message (optional):", "[Send Invites] [Close]"].join(
      "\n",
    ),
  );
  expect(await ada.submits()).toEqual({
    "Email addresses": "Please complete this required field.",
    Groups: "Please complete this required field.",
  });

  await ada.types("Email addresses", "eve");
  await ada.picks("Groups", ["Users", "Admin"]);
  expect(await ada.submits()).toEqual({ "Email addresses": "eve is no address" });
  expect(ada.screen()).toContain("Email addresses: eve\n! eve is no address\nGroups: Users, Admin");

  await ada.types("Email addresses", "eve@acme.io");
  expect(await ada.submits()).toEqual({});
  await ada.seesView("Result");
  await ada.sees("Invited eve@acme.io to users,admin");
  await ada.receives(/You invited/);
});

test("a button is found beside the text of its row; its confirmation is confirmed, or not", async ({
  slack,
  bolt,
}) => {
  const ada = slack.addPerson({ name: "Ada Lovelace" });
  await ada.runs("/iam pending");
  await ada.seesView("Pending invites");
  const pressed: unknown[] = [];
  bolt.app.action("cancel", async ({ ack, action }) => {
    pressed.push(action.type === "button" && action.value);
    await ack();
  });

  await expect(ada.presses("Cancel Invite")).rejects.toThrow("say beside which");
  await expect(ada.presses("Delete")).rejects.toThrow('finds no button "Delete"');
  await ada.presses("Cancel Invite", { beside: "eve@acme.io", confirm: "Keep Invite" });
  await ada.presses("Cancel Invite", { beside: "bob@acme.io" });
  await expect(ada.presses("Resend", { beside: "bob@acme.io", confirm: "Yes" })).rejects.toThrow(
    "no confirmation",
  );

  expect(pressed).toEqual(["bob@acme.io"]);
});

test("a choice from a menu tells the app which, and of which row", async ({ slack, bolt }) => {
  const ada = slack.addPerson({ name: "Ada Lovelace" });
  await ada.runs("/iam pending");
  const chosen: unknown[] = [];
  bolt.app.action("more", async ({ ack, action }) => {
    await ack();
    if (action.type === "overflow") chosen.push(action.block_id, action.selected_option.value);
  });

  await ada.seesView("Pending invites");
  await ada.choosesFromMenu("Show link", { beside: "bob@acme.io" });

  expect(chosen).toEqual(["row bob@acme.io", "Show link"]);
});

test("who presses on what they saw earlier acts on the old hash", async ({ slack }) => {
  const ada = slack.addPerson({ name: "Ada Lovelace" });
  await ada.runs("/iam pending");
  const seen = await ada.seesView("Pending invites");
  await ada.presses("Resend", { beside: "eve@acme.io" });
  await ada.sees("Resent eve@acme.io");

  await seen.presses("Resend", { beside: "bob@acme.io" });

  await expect.poll(() => slack.calls("views.update").at(-1)?.answer.error).toBe("hash_conflict");
  expect(ada.screen()).toContain("Resent eve@acme.io");
});

test("closing tells the app if it asked for that, and uncovers what is below", async ({ slack, bolt }) => {
  const ada = slack.addPerson({ name: "Ada Lovelace" });
  const closed: string[] = [];
  bolt.app.view({ callback_id: "invite", type: "view_closed" }, async ({ ack, view }) => {
    closed.push(view.callback_id);
    await ack();
  });
  await ada.runs("/iam invite");
  await ada.seesView("Invite people");

  await ada.closes();

  expect(closed).toEqual(["invite"]);
  expect(ada.screen()).toBe("");
});

test("what was entered survives a redraw with the same ids; a default that changed comes back empty", async ({
  slack,
  bolt,
}) => {
  const ada = slack.addPerson({ name: "Ada Lovelace" });
  await ada.runs("/iam invite");
  await ada.seesView("Invite people");
  await ada.types("Email addresses", "eve@acme.io");
  const { view } = ada.look();

  const blocks = inviteModal.blocks.map((block) =>
    block.type === "input" && "element" in block && block.element.type === "plain_text_input"
      ? { ...block, element: { ...block.element, initial_value: "a new default" } }
      : block,
  );
  await bolt.app.client.views.update({ view_id: view.id, view: { ...inviteModal, blocks } });

  expect(ada.screen()).toContain("Email addresses: eve@acme.io");
  expect(ada.screen()).toContain("Message (optional):\n");
});
