import { afterEach, beforeEach, expect, test } from "vitest";
import { type Slack, startSlack } from "../../../dev/emulators/slack/slack.ts";
import { type BoltApp, boltOverHttp } from "../../support/emulators/bolt-app.ts";

let slack: Slack;
let bolt: BoltApp;

const plain = (text: string) => ({ type: "plain_text" as const, text });
const option = (text: string) => ({ text: plain(text), value: text.toLowerCase() });

beforeEach(async () => {
  slack = await startSlack();
  bolt = await boltOverHttp(slack, (app) => {
    app.command("/fields", async ({ ack, command, client }) => {
      await ack();
      await client.views.open({
        trigger_id: command.trigger_id,
        view: {
          type: "modal",
          callback_id: "fields",
          title: plain("Fields"),
          submit: plain("Go"),
          blocks: [
            {
              type: "input",
              block_id: "who",
              label: plain("Who"),
              element: { type: "users_select", action_id: "v" },
            },
            {
              type: "input",
              block_id: "when",
              label: plain("When"),
              element: { type: "datepicker", action_id: "v" },
            },
            {
              type: "input",
              block_id: "what",
              label: plain("What"),
              element: { type: "checkboxes", action_id: "v", options: [option("Read"), option("Write")] },
            },
            {
              type: "input",
              block_id: "where",
              label: plain("Where"),
              element: { type: "external_select", action_id: "where", min_query_length: 1 },
            },
            {
              type: "section",
              block_id: "filter",
              text: plain("Show"),
              accessory: {
                type: "static_select",
                action_id: "filter",
                options: [option("Mine"), option("All")],
                initial_option: option("All"),
              },
            },
          ],
        },
      });
    });
    app.options("where", async ({ ack, options }) =>
      ack({ options: [option(options.value), option("Elsewhere")] }),
    );
  });
});

afterEach(async () => {
  await bolt.stop();
  await slack.close();
});

test("fields are filled in by what is visible, and sent as Slack sends them", async () => {
  const ada = slack.addPerson({ name: "Ada Lovelace" });
  const ben = slack.addPerson({ name: "Ben Ito" });
  const sent: unknown[] = [];
  bolt.app.view("fields", async ({ ack, view }) => {
    sent.push(view.state.values);
    await ack();
  });
  await ada.runs("/fields");
  await ada.seesView("Fields");
  expect(ada.screen()).toContain("What: ☐ Read ☐ Write");

  await ada.picks("Who", "Ben Ito");
  await ada.picks("When", "2026-03-01");
  await ada.picks("What", ["Write"]);
  await ada.picks("Where", "Hall 1");
  expect(ada.screen()).toContain(
    "Who: Ben Ito\nWhen: 2026-03-01\nWhat: ☐ Read ☑ Write\nWhere: Hall 1\nShow All\n",
  );
  expect(await ada.submits()).toEqual({});

  expect(sent).toEqual([
    {
      who: { v: { type: "users_select", selected_user: ben.id } },
      when: { v: { type: "datepicker", selected_date: "2026-03-01" } },
      what: { v: { type: "checkboxes", selected_options: [option("Write")] } },
      where: { where: { type: "external_select", selected_option: option("Hall 1") } },
      filter: { filter: { type: "static_select", selected_option: option("All") } },
    },
  ]);
});

test("what is not on offer can't be picked", async () => {
  const ada = slack.addPerson({ name: "Ada Lovelace" });
  await ada.runs("/fields");
  await ada.seesView("Fields");

  await expect(ada.picks("What", ["Delete"])).rejects.toThrow('no option "Delete"; there are: Read, Write');
  await expect(ada.picks("Whom", "Ben Ito")).rejects.toThrow('There is no field "Whom" on:\nFields');
  await expect(ada.types("When", "now")).rejects.toThrow('Nobody can type into "When", a datepicker');
});

test("a choice outside an input tells the app at once, with all that was entered", async () => {
  const ada = slack.addPerson({ name: "Ada Lovelace" });
  const told: unknown[] = [];
  bolt.app.action("filter", async ({ ack, action, body }) => {
    await ack();
    if (action.type === "static_select" && body.type === "block_actions") {
      told.push(action.selected_option.value, body.view?.state.values.when?.v?.selected_date);
    }
  });
  await ada.runs("/fields");
  await ada.seesView("Fields");

  await ada.picks("When", "2026-03-01");
  await ada.picks("Show", "Mine");

  expect(told).toEqual(["mine", "2026-03-01"]);
});
