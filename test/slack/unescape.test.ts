import { afterEach, expect, test } from "vitest";
import { asMarkup } from "../../dev/emulators/slack/typed-text.ts";
import { addressesIn } from "../../src/services/invites/parse-addresses.ts";
import { unescapeText } from "../../src/slack/kit/command.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { startWorld } from "../support/world.ts";

const { slack, mia } = await startWorld();
const { registered, group } = fixtures({ slack });

afterEach(() => mia.closes({ all: true }));

test.each([
  ["pending <http://acme.io|acme.io>", "pending acme.io"],
  ["pending <http://acme.io/a|acme.io/a>", "pending acme.io/a"],
  ["users <http://xn--mnchen-3ya.de|münchen.de>", "users münchen.de"],
  ["audit <https://acme.io/x?a=1&amp;b=2>", "audit https://acme.io/x?a=1&b=2"],
  ["user <https://acme.io/people|Eve Adams>", "user Eve Adams"],
  ["user <tel:+442079460000|+44 20 7946 0000>", "user +44 20 7946 0000"],
  ["invite <mailto:eve@acme.io|eve@acme.io>", "invite eve@acme.io"],
  ["invite <mailto:eve@acme.io>", "invite eve@acme.io"],
  ["invite <mailto:Eve@Acme.io|eve@acme.io>", "invite eve@acme.io"],
  ["invite <mailto:o%27brien@acme.io|o'brien@acme.io>", "invite o'brien@acme.io"],
  ["invite <mailto:tom%26jerry@acme.io|tom&amp;jerry@acme.io>", "invite tom&jerry@acme.io"],
  ["invite <mailto:eve@acme.io|Eve Adams>", "invite Eve Adams <eve@acme.io>"],
  ["invite <mailto:eve@acme.io?subject=Hi|Eve>", "invite Eve <mailto:eve@acme.io?subject=Hi>"],
  ["groups <#C024BE91L|general>", "groups #general"],
  ["groups <#C024BE91L|>", "groups #C024BE91L"],
  ["groups <#C024BE91L>", "groups #C024BE91L"],
  ["groups <!subteam^S1|@designers>", "groups @designers"],
  ["groups <!subteam^S1>", "groups @S1"],
  ["groups <!here> <!channel|channel> <!everyone|@everyone>", "groups @here @channel @everyone"],
  ["audit <!date^1392734382^{date}|18 February 2014>", "audit 18 February 2014"],
  ["user <@U1|eve>", "user <@U1|eve>"],
  ["user &lt;http://acme.io|acme.io&gt; &amp;amp;", "user <http://acme.io|acme.io> &amp;"],
])("Slack's %s was typed as %s", (sent, typed) => {
  expect(unescapeText(sent)).toBe(typed);
});

test.each([
  ["<mailto:eve@acme.io|Eve Adams>, <mailto:bo@acme.io|bo@acme.io>", ["eve@acme.io", "bo@acme.io"]],
  // What is read is not where the link leads: only one of them is asked.
  ["<mailto:new@acme.io|old@acme.io>", ["new@acme.io"]],
  ["<mailto:eve@acme.io?subject=Hi|Eve>", ["eve@acme.io"]],
])("addresses in %s", (sent, emails) => {
  expect(addressesIn(unescapeText(sent)).emails).toEqual(emails);
});

test("the emulated Slack sends typed text as Slack does", () => {
  const general = { id: "C1", name: "general", topic: "" };
  const named = { accounts: [mia.account], conversations: { channels: [general] } };
  expect(
    [
      "acme.io and www.acme.io/a?b=1&c, not 1.5.2 or notes.txt or e.g.",
      "see https://acme.io/x.",
      "eve@acme.io, <bo@acme.io>",
      "#general #nowhere @here @Mia Chen",
      "münchen.de",
      "<b> & co",
    ].map((text) => asMarkup(text, named)),
  ).toEqual([
    "<http://acme.io|acme.io> and <http://www.acme.io/a?b=1&amp;c|www.acme.io/a?b=1&amp;c>, not 1.5.2 or notes.txt or e.g.",
    "see <https://acme.io/x>.",
    "<mailto:eve@acme.io|eve@acme.io>, &lt;<mailto:bo@acme.io|bo@acme.io>&gt;",
    `<#C1|general> #nowhere <!here> <@${mia.id}|${mia.account.handle}>`,
    "<http://xn--mnchen-3ya.de|münchen.de>",
    "&lt;b&gt; &amp; co",
  ]);
});

test("every command recognises a domain, a name with an address, a channel and a group of people", async () => {
  await registered("Carmen Diaz", {}, "carmen@widgets.io");
  await group("#general");
  await group("@designers");
  await group("acme.io");
  await mia.runs(
    "/iam invite Dan <dan@gadgets.io>, <mailto:eve@gadgets.io|Eve Adams> <!subteam^S1|@designers>",
  );
  const form = await mia.seesView("Invite people");
  expect(form.asText).toContain("Dan <dan@gadgets.io>, Eve Adams <eve@gadgets.io> @designers");
  await mia.submits();
  await mia.sees("This is not an email address: @designers.");
  await mia.types("Email addresses", "Dan <dan@gadgets.io>, Eve Adams <eve@gadgets.io>");
  await mia.submits();
  await mia.sees("2 invites are on the way");
  await mia.closes({ all: true });

  const finds = async (line: string, title: string, ...found: string[]) => {
    await mia.runs(line);
    await mia.seesView(title);
    for (const words of found) expect(mia.screen()).toContain(words);
    await mia.closes({ all: true });
  };
  await finds("/iam pending gadgets.io", "Pending invites", "dan@gadgets.io", "eve@gadgets.io");
  await finds("/iam pending <mailto:eve@gadgets.io|Eve Adams>", "Pending invites", "eve@gadgets.io");
  await finds("/iam users widgets.io", "Users", "Carmen Diaz");
  await finds("/iam users Carmen D. <carmen@widgets.io>", "Users", "Carmen Diaz");
  await finds("/iam user widgets.io", "Profile", "Carmen Diaz");
  await finds("/iam user <mailto:carmen@widgets.io|Carmen>", "Profile", "Carmen Diaz");
  await finds("/iam audit <mailto:eve@gadgets.io|Eve Adams>", "Audit log", "eve@gadgets.io");
  await finds("/iam groups #general", "Group members", "#general");
  await finds("/iam groups <!subteam^S1|@designers>", "Group members", "@designers");
  await finds("/iam groups acme.io", "Group members", "acme.io");
});
