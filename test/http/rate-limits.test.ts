import { afterEach, expect, test } from "vitest";
import type { RequestLimits } from "../../src/http/rate-limits.ts";
import { signLink } from "../../src/services/invites/link-token.ts";
import { freshDatabase } from "../support/setup/database.ts";
import { headingOf } from "../support/web/form.ts";
import { linkKeys, openSite, type Site } from "../support/web/site.ts";

const { uri } = freshDatabase();
let site: Site | undefined;
afterEach(() => site?.close());

async function siteWith(requestLimits: RequestLimits): Promise<Site> {
  site = await openSite(uri, { requestLimits });
  return site;
}

test("a link can be opened only so often in a minute, whoever opens it; another one still works", async () => {
  const { invites, log } = await siteWith({ perAddress: 100, perLink: 3 });
  const [eve, bo] = [await invites("eve@example.com"), await invites("bo@example.com")];
  for (let n = 0; n < 3; n += 1) expect((await fetch(eve.url)).status).toBe(200);

  const refused = await fetch(`${eve.url}/decline`);
  expect([refused.status, refused.headers.get("Retry-After")]).toEqual([429, "60"]);
  expect(headingOf(await refused.text())).toBe("One moment, please");
  expect((await fetch(bo.url)).status).toBe(200);
  expect(log).toEqual([]);
});

test("an address can ask only so often in a minute, for any link and whatever it claims to be; health is always answered", async () => {
  const { url } = await siteWith({ perAddress: 3, perLink: 100 });
  const spec = (n: number) =>
    fetch(`${url}/invite/${n}`, { headers: { "X-Forwarded-For": `198.51.100.${n}` } });
  for (let n = 0; n < 3; n += 1) expect((await spec(n)).status).toBe(404);
  expect((await spec(4)).status).toBe(429);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

/** Spells a link's token in the other ways that stand for the same bytes: its last character has two bits to spare. */
function otherSpellings(url: string): string[] {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const last = alphabet.indexOf(url.at(-1) ?? "");
  return [1, 2, 3].map((bits) => url.slice(0, -1) + alphabet[last ^ bits]);
}

test("a link is opened in its one spelling alone, and counted as its invite's generation whichever key signed it", async () => {
  const retired = { id: "k0", secret: Buffer.alloc(32, 1) };
  site = await openSite(uri, {
    requestLimits: { perAddress: 100, perLink: 3 },
    linkKeys: [...linkKeys, retired],
  });
  const { url, inviteId } = await site.invites("spelled@example.com");
  for (let n = 0; n < 3; n += 1) expect((await fetch(url)).status).toBe(200);
  for (const spelled of otherSpellings(url)) expect((await fetch(spelled)).status).toBe(404);
  const byRetired = signLink({ inviteId, generation: 1 }, "k0", [retired]);
  expect((await fetch(`${site.url}/invite/${byRetired}`)).status).toBe(429);
});
