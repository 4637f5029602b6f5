import { expect, test } from "vitest";
import { addressesIn } from "../../src/services/invites/parse-addresses.ts";
import { messageText } from "../../src/slack/kit/message-text.ts";
import { startWorld } from "../support/world.ts";

const { mia, slack } = await startWorld();

const mail = (address: string, label = address) => `<mailto:${address}|${label}>`;
const richText = (...elements: object[]) => ({
  type: "rich_text",
  elements: [{ type: "rich_text_section", elements }],
});
const forwarded = (rest: object) => ({
  is_share: true,
  is_msg_unfurl: true,
  from_url: "https://acme.slack.com/archives/C1/p1",
  original_url: "https://acme.slack.com/archives/C1/p1",
  author_name: "Ben Okri",
  fallback: "[1 March 2026 12:00] ben: …",
  ...rest,
});
const inBlocks = (...blocks: object[]) => ({ message_blocks: [{ team: "T1", message: { blocks } }] });

const messages: [string, object, string[]][] = [
  [
    "a message that was forwarded twice",
    {
      text: "",
      attachments: [forwarded({ text: "", attachments: [forwarded({ text: mail("eve@acme.io") })] })],
    },
    ["eve@acme.io"],
  ],
  [
    "an app that names the person as the author",
    { attachments: [{ author_name: "Eve Adams (eve@acme.io)", text: "Hello" }] },
    ["eve@acme.io"],
  ],
  ["what was written", { text: `Please ask ${mail("eve@acme.io")}` }, ["eve@acme.io"]],
  [
    "a message that was forwarded, with a word of one\u2019s own",
    { text: `and ${mail("bo@acme.io")}`, attachments: [forwarded({ text: mail("eve@acme.io") })] },
    ["bo@acme.io", "eve@acme.io"],
  ],
  [
    "a forwarded message whose text is in its blocks alone",
    {
      text: "",
      attachments: [
        forwarded(
          inBlocks(richText({ type: "text", text: "Eve " }, { type: "link", url: "mailto:eve@acme.io" })),
        ),
      ],
    },
    ["eve@acme.io"],
  ],
  [
    "a form that was filled in",
    {
      text: "A form was submitted",
      blocks: [
        { type: "header", text: { type: "plain_text", text: "New colleague" } },
        {
          type: "section",
          text: { type: "mrkdwn", text: `*Email*\n${mail("eve@acme.io")}` },
          fields: [
            { type: "mrkdwn", text: `*Manager* ${mail("mia@acme.io", "Mia")}` },
            { type: "plain_text", text: "also ann@acme.io" },
          ],
        },
        { type: "context", elements: [{ type: "mrkdwn", text: `by ${mail("form@acme.io")}` }] },
        { type: "actions", elements: [{ type: "button", text: { type: "plain_text", text: "no@acme.io" } }] },
      ],
    },
    ["eve@acme.io", "mia@acme.io", "ann@acme.io", "form@acme.io"],
  ],
  [
    "rich text, whose pieces belong together",
    {
      text: "",
      blocks: [
        {
          type: "rich_text",
          elements: [
            {
              type: "rich_text_list",
              elements: [
                {
                  type: "rich_text_section",
                  elements: [
                    { type: "text", text: "eve", style: { bold: true } },
                    { type: "text", text: "@acme.io" },
                  ],
                },
                {
                  type: "rich_text_section",
                  elements: [{ type: "link", url: "mailto:bo@acme.io", text: "Bo" }],
                },
              ],
            },
            { type: "rich_text_preformatted", elements: [{ type: "text", text: "ann@acme.io" }] },
            { type: "rich_text_quote", elements: [{ type: "text", text: '"old@acme.io" <new@acme.io>' }] },
          ],
        },
      ],
    },
    ["eve@acme.io", "bo@acme.io", "ann@acme.io", "new@acme.io"],
  ],
  [
    "what older apps attach",
    {
      text: "",
      attachments: [
        {
          pretext: `From ${mail("pre@acme.io")}`,
          title: "title@acme.io",
          text: mail("text@acme.io"),
          fields: [{ title: "Email", value: mail("field@acme.io"), short: true }],
          fallback: "From pre@acme.io: tit\u2026@acme.i",
        },
        { fallback: "only@acme.io" },
      ],
    },
    ["pre@acme.io", "title@acme.io", "text@acme.io", "field@acme.io", "only@acme.io"],
  ],
  [
    "a table, and blocks inside blocks",
    {
      blocks: [
        {
          type: "table",
          rows: [
            [{ type: "raw_text", text: "cell@acme.io" }, richText({ type: "text", text: "rich@acme.io" })],
          ],
        },
        { type: "container", blocks: [{ type: "markdown", text: "inner@acme.io" }] },
      ],
    },
    ["cell@acme.io", "rich@acme.io", "inner@acme.io"],
  ],
  [
    "no preview of a link, no file, no name of who wrote it",
    {
      text: "see <https://shop.example/team>",
      attachments: [
        {
          original_url: "https://shop.example/team",
          from_url: "https://shop.example/team",
          text: "info@shop.example",
        },
        {
          app_unfurl_url: "https://acme.io/1",
          is_app_unfurl: true,
          blocks: [richText({ type: "text", text: "a@acme.io" })],
        },
      ],
      files: [{ title: "list@acme.io.pdf", name: "list@acme.io.pdf" }],
    },
    [],
  ],
  [
    "one text that ends where another begins",
    { text: "jo-", attachments: [{ text: "eve@acme.io" }] },
    ["eve@acme.io"],
  ],
  ["nothing that we know", { text: null, blocks: "x", attachments: [null, 1, { fields: {} }] }, []],
];

test.each(messages)("the addresses of a message: %s", (_what, message, emails) => {
  expect(addressesIn(messageText(message)).emails).toEqual(emails);
});

test("Invite from message finds the people in a forwarded message, a form and a mention, and lists what isn't an address", async () => {
  const nora = slack.addPerson({ name: "Nora Lind", email: "nora@acme.io" });
  await mia.usesShortcut("Invite from message", {
    message: "",
    attachments: [forwarded({ text: `${mail("eve@example.com")} and ${mail("bo@example.com", "Bo")}` })],
    blocks: [richText({ type: "user", user_id: nora.id }, { type: "text", text: ", ann@example" })],
  });
  const form = (await mia.seesView("Invite people")).asText;
  for (const email of ["eve@example.com", "bo@example.com", "nora@acme.io"]) expect(form).toContain(email);
  expect(form).toContain("This is not an email address: ann@example.");
});
