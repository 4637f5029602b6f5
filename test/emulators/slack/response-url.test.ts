import { expect } from "vitest";
import { test } from "../../support/emulators/desk-test.ts";

async function answer(url: unknown, body: unknown): Promise<{ status: number; text: string }> {
  const response = await fetch(String(url), { method: "POST", body: JSON.stringify(body) });
  return { status: response.status, text: await response.text() };
}

test("a command is answered five times at most, and for half an hour", async ({ slack }) => {
  const ada = slack.addPerson({ name: "Ada Lovelace" });
  await ada.runs("/iam pending");
  const url = slack.requests.at(-1)?.payload.response_url;

  for (const text of ["1", "2", "3", "4", "5"]) expect((await answer(url, { text })).status).toBe(200);
  expect(await answer(url, { text: "6" })).toEqual({ status: 404, text: '{"ok":false,"error":"used_url"}' });
  expect(ada.ephemerals.map((message) => message.text)).toEqual(["1", "2", "3", "4", "5"]);

  await ada.runs("/iam pending");
  slack.expireResponseUrls();
  const late = await answer(slack.requests.at(-1)?.payload.response_url, { text: "late" });
  expect(late).toEqual({ status: 404, text: '{"ok":false,"error":"expired_url"}' });
});

test("a button's answer replaces or deletes the message it stands in", async ({ slack, bolt }) => {
  const ada = slack.addPerson({ name: "Ada Lovelace" });
  bolt.app.action("go", async ({ ack, respond, action }) => {
    await ack();
    const gone = action.type === "button" && action.value === "gone";
    await respond(
      gone ? { delete_original: true } : { replace_original: true, text: "Replaced", blocks: button("gone") },
    );
  });
  const button = (value: string) => [
    {
      type: "actions",
      elements: [
        { type: "button", action_id: "go", value, text: { type: "plain_text" as const, text: "Go" } },
      ],
    },
  ];
  await bolt.app.client.chat.postMessage({ channel: ada.id, text: "First", blocks: button("replace") });

  await ada.presses("Go");
  await ada.receives("Replaced");
  expect(ada.messages).toHaveLength(1);
  await ada.presses("Go");
  await expect.poll(() => ada.messages).toEqual([]);
});

test("an answer in the channel is seen by everyone", async ({ slack }) => {
  const ada = slack.addPerson({ name: "Ada Lovelace" });
  const ben = slack.addPerson({ name: "Ben Ito" });
  await ada.runs("/iam pending");
  await answer(slack.requests.at(-1)?.payload.response_url, { text: "For all", response_type: "in_channel" });

  await ben.sees("(for all) For all");
  expect(ada.ephemerals).toEqual([]);
});

test("an answer over a limit is refused", async ({ slack }) => {
  const ada = slack.addPerson({ name: "Ada Lovelace" });
  await ada.runs("/iam pending");
  const { status, text } = await answer(slack.requests.at(-1)?.payload.response_url, {
    text: "x",
    blocks: [{ type: "header", text: { type: "plain_text", text: "x".repeat(151) } }],
  });
  expect(status).toBe(400);
  expect(text).toContain("must be less than 151 characters [json-pointer:/blocks/0/text/text]");
});
