import { expect, test } from "vitest";
import { everythingStored } from "../support/web/everything.ts";
import { headingOf, nonceAt, send } from "../support/web/form.ts";
import { startSite } from "../support/web/site.ts";

const PER_LINK = 8;
const site = await startSite({ requestLimits: { perAddress: 10_000, perLink: PER_LINK } });
const opened = "Mia Chen invites you to join Acme";

const visit = async (url: string, method = "GET") => {
  const response = await fetch(url, { method, redirect: "manual" });
  return { status: response.status, location: response.headers.get("Location") };
};

const behind = [
  ".",
  ",",
  ";",
  ":",
  "!",
  ">",
  ")",
  ")).",
  "]",
  "}",
  "|",
  '"',
  '">',
  "'",
  "*",
  "**",
  "_",
  "~",
  "`",
  "=",
  "&",
  "&gt;",
  "&nbsp;",
  "%5C",
  "…",
  "”",
  "’",
  "»",
  "。",
  "、",
  "）",
  "\u00a0",
  "\u00ad",
  "\u200b",
  "\u200e",
  "\u2060",
  "\ufeff",
  "</a>",
  "%20",
  "%0A",
  "%0D%0A",
  "%09",
  "%C2%A0",
  "%E2%80%8B",
  "%25E2%2580%258B",
  "%A0",
  "%E2%80",
  "%",
  "%2",
  "%22%3E",
  "%3Futm_source=mail",
  ">,%20see%20you",
  "This",
  ".?utm_source=mail",
];

test("a link leads to the invitation, whatever was copied after it, and changes nothing", async () => {
  const { url } = await site.invites("behind@example.com");
  const { pathname } = new URL(url);
  const before = await everythingStored();
  for (const more of behind)
    expect([more, await visit(url + more)]).toEqual([more, { status: 303, location: pathname }]);
  expect(await visit(`${url}.`, "HEAD")).toEqual({ status: 303, location: pathname });
  expect(await visit(`${url}%20/decline`)).toEqual({ status: 303, location: `${pathname}/decline` });
  expect(headingOf(await (await fetch(`${url})>`)).text())).toBe(opened);
  expect(await everythingStored()).toEqual(before);
});

test.each([
  "%20",
  "%0A",
  "=%0D%0A",
  "%0D%0A%3E%20",
  "%C2%A0",
  "%E2%80%8B",
  "%C2%AD",
  "\u200b",
  "%25C2%25A0",
  "%5C",
  "%3Cwbr%3E",
])("a link with %s inside or before it leads to the invitation", async (inside) => {
  const { url } = await site.invites(`inside${inside.replace(/\W/g, "x")}@example.com`);
  const { origin, pathname } = new URL(url);
  const token = pathname.slice("/invite/".length);
  for (const at of [0, 20, token.indexOf("."), token.indexOf(".") + 1, token.length - 5]) {
    const copied = `${origin}/invite/${token.slice(0, at)}${inside}${token.slice(at)}`;
    expect([at, await visit(copied)]).toEqual([at, { status: 303, location: pathname }]);
  }
});

test.each(["_", "-", "invite/", "https://iam.example.com/invite/"])(
  "a link with %s before its token leads to the invitation",
  async (before) => {
    const { url } = await site.invites(`before${before.length}-${before.charCodeAt(0)}@example.com`);
    const { origin, pathname } = new URL(url);
    const copied = `${origin}/invite/${before}${pathname.slice("/invite/".length)}`;
    expect(await visit(copied)).toEqual({ status: 303, location: pathname });
  },
);

test("letters of a token that a mail program encoded are decoded", async () => {
  const { url } = await site.invites("encoded@example.com");
  const { origin, pathname } = new URL(url);
  const encoded = pathname.slice("/invite/".length).replaceAll(".", "%2E").replace("e", "%65");
  expect(await visit(`${origin}/invite/${encoded}`)).toEqual({ status: 303, location: pathname });
});

test("an intact link is not redirected, and a link that is not ours stays broken", async () => {
  const { url } = await site.invites("as-it-is@example.com");
  for (const same of [url, `${url}/`, `${url}?utm_source=mail`, `${url}/decline`])
    expect([same, await visit(same)]).toEqual([same, { status: 200, location: null }]);
  for (const other of ["x.", "%", "a.b.c%20", `${"e.".repeat(3)}${"x".repeat(42)}>`, "%2E%2E%2Fhealthz"]) {
    const response = await fetch(`${site.url}/invite/${other}`, { redirect: "manual" });
    expect([other, response.status, headingOf(await response.text())]).toEqual([
      other,
      404,
      "This link does not work",
    ]);
  }
  const unsigned = `${site.url}/invite/e.e.${"x".repeat(43)}`;
  expect((await fetch(`${unsigned}.`)).status).toBe(404);
});

test("a form is accepted only at the link itself", async () => {
  const { url } = await site.invites("form@example.com");
  const before = await everythingStored();
  expect((await send(`${url}.`, { name: "Eve Park", nonce: await nonceAt(url) })).status).toBe(404);
  expect(await everythingStored()).toEqual(before);
});

test("however it is copied, it counts as one link for the rate limits", async () => {
  const { url } = await site.invites("counted@example.com");
  const statuses = [];
  for (let n = 0; n <= PER_LINK; n += 1) statuses.push((await fetch(url + ".".repeat(n))).status);
  expect(statuses).toEqual([...Array<number>(PER_LINK).fill(200), 429]);
});
