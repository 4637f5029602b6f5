import { expect } from "vitest";
import { test } from "../../support/emulators/desk-test.ts";
import { saying } from "../../support/emulators/invite-desk.ts";

test("requests are signed: a forged or old one is refused, one from the future is not, by Bolt", async ({
  slack,
}) => {
  const ada = slack.addPerson({ name: "Ada Lovelace" });
  await ada.runs("/iam");
  const body = slack.requests.at(-1)?.body ?? "";
  const now = Math.floor(Date.now() / 1000);

  expect(await slack.deliver(body)).toBe(200);
  expect(await slack.deliver(body, { signature: "v0=0" })).toBe(401);
  expect(await slack.deliver(body, { timestamp: now - 301 })).toBe(401);
  expect(await slack.deliver(body, { timestamp: now + 3600 })).toBe(200);
});

test("a retry says which one it is, and why", async ({ slack, bolt }) => {
  const retries: unknown[] = [];
  bolt.app.event("team_join", async ({ context }) => {
    retries.push([context.retryNum, context.retryReason]);
  });
  await slack.addPerson({ name: "Ada Lovelace" }).joins();
  await slack.deliver(slack.requests.at(-1)?.body ?? "", { retry: { number: 1, reason: "http_timeout" } });

  expect(retries).toEqual([
    [undefined, undefined],
    [1, "http_timeout"],
  ]);
});

test("who is not answered, or not in time, is told so", async ({ slack, bolt }) => {
  const ada = slack.addPerson({ name: "Ada Lovelace" });
  bolt.app.command("/slow", async () => {});
  bolt.app.action("cancel", async () => {
    throw new Error("before ack");
  });

  slack.setAckWithin(100);
  await ada.runs("/slow");
  slack.setAckWithin(3_000);
  expect(ada.screen()).toContain('/slow failed with the error "operation_timeout"');
  expect(slack.requests.at(-1)?.acknowledgement).toMatchObject({
    error: "operation_timeout",
    status: undefined,
  });

  await ada.runs("/iam pending");
  await ada.seesView("Pending invites");
  expect(ada.screen()).not.toContain("/slow");
  await ada.presses("Cancel Invite", { beside: "eve@acme.io" });
  expect(ada.screen()).toContain('This app didn\'t respond to "cancel": dispatch_failed');
});

test("a submission that goes unanswered, or is answered with nonsense, leaves the modal open", async ({
  slack,
  bolt,
}) => {
  const ada = slack.addPerson({ name: "Ada Lovelace" });
  bolt.app.command("/form", async ({ ack, command, client }) => {
    await ack();
    const view = {
      ...saying("Form", "Go?"),
      callback_id: "form",
      submit: { type: "plain_text" as const, text: "Go" },
    };
    await client.views.open({ trigger_id: command.trigger_id, view });
  });
  const answers = [
    { response_action: "errors" as const, errors: { nowhere: "lost" } },
    { response_action: "update" as const, view: saying("A title that is longer than Slack takes", "x") },
  ];
  bolt.app.view("form", async ({ ack }) => {
    const answer = answers.shift();
    await (answer ? ack(answer) : ack());
  });

  await ada.runs("/form");
  await ada.seesView("Form");
  await ada.submits();
  expect(ada.screen()).toContain(
    "We had some trouble connecting. Try again? (errors for blocks that are no inputs: nowhere)",
  );
  await ada.submits();
  expect(ada.screen()).toContain("must be less than 25 characters");
  await ada.submits();
  await ada.seesNoView();
});

test("the address is verified by a challenge", async ({ slack }) => {
  expect(await slack.verifiesUrl()).toBe(true);
});

test("modals are pushed three deep, submitted one by one, and cleared at once", async ({ slack, bolt }) => {
  const ada = slack.addPerson({ name: "Ada Lovelace" });
  const form = (title: string) => ({
    ...saying(title, title, [
      {
        type: "actions",
        elements: [{ type: "button", action_id: "deeper", text: { type: "plain_text", text: "Deeper" } }],
      },
    ]),
    callback_id: title.toLowerCase(),
    submit: { type: "plain_text" as const, text: "Go" },
  });
  const depths = ["One", "Two", "Three", "Four"];
  bolt.app.command("/deep", async ({ ack, command, client }) => {
    await ack();
    await client.views.open({ trigger_id: command.trigger_id, view: form("One") });
  });
  bolt.app.action("deeper", async ({ ack, body, client }) => {
    await ack();
    if (body.type !== "block_actions") return;
    const next = depths[depths.indexOf(body.view?.title.text ?? "") + 1] ?? "";
    await client.views.push({ trigger_id: body.trigger_id, view: form(next) }).catch(() => undefined);
  });
  bolt.app.view("three", async ({ ack }) => ack());
  bolt.app.view("two", async ({ ack }) => ack({ response_action: "clear" }));

  await ada.runs("/deep");
  for (const title of ["One", "Two", "Three"]) {
    const { view } = await ada.seesView(title);
    expect(view.previousId === null).toBe(title === "One");
    await ada.presses("Deeper");
  }
  await expect.poll(() => slack.calls("views.push").at(-1)?.answer.error).toBe("push_limit_reached");
  await ada.submits();
  await ada.seesView("Two");
  await ada.submits();
  await ada.seesNoView();
});
