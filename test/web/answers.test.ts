import mongoose from "mongoose";
import { expect, test, vi } from "vitest";
import { Invite } from "../../src/models/invite.ts";
import { DatabaseUnavailable } from "../../src/services/errors.ts";
import { everythingStored } from "../support/web/everything.ts";
import { headingOf, nonceAt, send } from "../support/web/form.ts";
import { refuseUsers } from "../support/web/refuse-users.ts";
import { startSite } from "../support/web/site.ts";

const site = await startSite({ requestLimits: { perAddress: 2_000, perLink: 2_000 }, production: true });

test("every answer tells the browser to keep to itself", async () => {
  const { url } = await site.invites("headers@example.com");
  for (const path of [
    url,
    `${url}/decline`,
    `${site.url}/invite/x`,
    `${site.url}/nowhere`,
    `${site.url}/healthz`,
  ]) {
    const { headers } = await fetch(path);
    const policy = headers.get("Content-Security-Policy")?.replace(/sha256-[\w+/]{43}=/g, "sha256");
    expect(policy).toBe(
      "default-src 'none';style-src 'sha256';script-src 'sha256';img-src data:;form-action 'self';frame-ancestors 'none';base-uri 'none'",
    );
    expect(Object.fromEntries(headers)).toMatchObject({
      "referrer-policy": "same-origin",
      "cache-control": "no-store",
      "x-robots-tag": "noindex, nofollow",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "cross-origin-opener-policy": "same-origin",
      "strict-transport-security": "max-age=31536000",
    });
    expect(headers.get("Set-Cookie")).toBeNull();
  }
});

test("a scanner that opens every link 500 times, by GET and HEAD, changes nothing", async () => {
  const { url } = await site.invites("scanned@example.com");
  const before = await everythingStored();
  const paths = [url, `${url}/decline`, `${url}/new-link`];
  for (let round = 0; round < 50; round += 1)
    await Promise.all(
      Array.from({ length: 10 }, async (_, n) => {
        const method = n % 2 === 0 ? "GET" : "HEAD";
        const response = await fetch(paths[n % 3] ?? url, { method, headers: { "Sec-Purpose": "prefetch" } });
        expect(response.status).toBe(200);
        expect((await response.text()).length > 0).toBe(method === "GET");
      }),
    );
  expect(await everythingStored()).toEqual(before);
});

test("500 POSTs of rubbish: no fault of ours, and nobody gets in", async () => {
  const { url } = await site.invites("fuzzed@example.com");
  const nonce = await nonceAt(url);
  const before = await everythingStored();
  const rubbish = [
    "\0",
    "\u202e",
    "%",
    "%ff",
    "&",
    "=",
    "$ne",
    "[",
    "__proto__",
    "💥",
    "9".repeat(300),
    "+",
    " ",
    "a[b][c]",
  ];
  const types = [
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=x",
    "text/plain",
    "application/json",
    "multipart/form-data",
  ];
  let seed = 7;
  const any = (from: readonly string[]) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return from[seed % from.length] ?? "";
  };
  const phrase = () => Array.from({ length: 4 }, () => any(rubbish)).join("");
  for (let batch = 0; batch < 50; batch += 1)
    await Promise.all(
      Array.from({ length: 10 }, async () => {
        const body = `nonce=${nonce}&phone=${phrase()}&name=${phrase()}&${phrase()}=${phrase()}&timeZone=%2B${phrase()}`;
        const headers = {
          "Content-Type": any(types),
          "Sec-Fetch-Site": any(["same-origin", "none", phrase().replace(/[^ -~]/g, "")]),
        };
        const path = any(["", "", "/decline?x", "/new-link"]);
        if (path === "/decline?x") headers["Sec-Fetch-Site"] = "cross-site";
        const { status } = await fetch(url + path, { method: "POST", body, headers });
        expect([200, 400, 403, 413, 415, 422]).toContain(status);
      }),
    );
  expect(await everythingStored()).toEqual(before);
  expect(site.log).toEqual([]);
});

test("a body that is too large, compressed or strangely encoded is refused in words", async () => {
  const { url } = await site.invites("large@example.com");
  const nonce = await nonceAt(url);
  const { status, page } = await send(url, { nonce, name: "x".repeat(9_000) });
  expect([status, headingOf(page)]).toEqual([413, "That is too long"]);
  const form = { "Content-Type": "application/x-www-form-urlencoded" };
  for (const headers of [
    { ...form, "Content-Encoding": "gzip" },
    { "Content-Type": `${form["Content-Type"]}; charset=x` },
  ])
    expect((await fetch(url, { method: "POST", body: "name=x", headers })).status).toBe(415);
});

test("a path that nobody knows is a friendly 404", async () => {
  for (const path of ["/", "/invite", "/invite/", "/invite/a/b/c", "/favicon.ico"]) {
    const response = await fetch(site.url + path);
    expect([response.status, headingOf(await response.text())]).toEqual([404, "Page not found"]);
  }
});

test("a fault of ours shows an id that the log has too, and the log holds neither link nor typing", async () => {
  const { url } = await site.invites("fault@example.com");
  const nonce = await nonceAt(url);
  const recover = await refuseUsers();
  try {
    const { status, page } = await send(url, { nonce, name: "Eve Park", phone: "+442079460958" });
    expect([status, headingOf(page)]).toEqual([500, "Something went wrong"]);
    const id = /<code translate="no">(\w{10})<\/code>/.exec(page)?.[1] ?? "";
    const [line = "", ...others] = site.log.splice(0);
    expect(others).toEqual([]);
    expect(JSON.parse(line)).toMatchObject({
      errorId: id,
      route: "/invite/:token",
      err: { message: "Document failed validation" },
    });
    expect(line).not.toContain(url.slice(url.lastIndexOf("/") + 1));
    expect(line).not.toMatch(/Eve|\+44/);
  } finally {
    await recover();
  }
});

test("a database that is too slow loses nothing that was typed, and shows an id that the log has too", async () => {
  const { url } = await site.invites("slow@example.com");
  const nonce = await nonceAt(url);
  const late = await site.invites("slow-and-late@example.com");
  await Invite.updateOne({ _id: late.inviteId }, { expiresAt: new Date(0) });
  for (const [path, title] of [
    [url, "Mia Chen invites you to join Acme"],
    [`${url}/decline`, "Decline this invitation?"],
    [`${late.url}/new-link`, "Please try again in a minute"],
  ] as const) {
    vi.spyOn(mongoose.connection, "transaction").mockRejectedValueOnce(new DatabaseUnavailable());
    const { status, page } = await send(path, { nonce, name: "Eve Park" });
    expect([status, headingOf(page)]).toEqual([503, title]);
    if (path === url) expect(page).toContain('value="Eve Park"');
    const id = /this id: (?:<[^>]+>)?(\w{10})/.exec(page)?.[1];
    expect(site.log.splice(0).map((line) => JSON.parse(line))).toMatchObject([{ level: 40, errorId: id }]);
  }
});

test("a database that went away while it registered somebody: they read that nothing is done twice", async () => {
  const { url } = await site.invites("unsure@example.com");
  const nonce = await nonceAt(url);
  const unsure = new DatabaseUnavailable({ unsure: true });
  vi.spyOn(mongoose.connection, "transaction").mockRejectedValueOnce(unsure);
  const { page } = await send(url, { nonce, name: "Eve Park" });
  expect(page).toContain("Press the button once more. Nothing is done twice.");
  site.log.splice(0);
});

test("who takes no compressed pages gets them as they are", async () => {
  const { url } = await site.invites("plain@example.com");
  const answer = async (encoding: string) => {
    const { headers } = await fetch(url, { headers: { "Accept-Encoding": encoding } });
    return [headers.get("Content-Encoding"), headers.get("Vary")];
  };
  expect(await answer("br, gzip")).toEqual(["gzip", "Accept-Encoding, Accept-Language"]);
  expect(await answer("identity")).toEqual([null, "Accept-Encoding, Accept-Language"]);
});

test("times and people are text, whatever is in them", async () => {
  const message = "</blockquote><script>alert(1)</script>";
  const { url, inviteId } = await site.invites("text@example.com", { message });
  await Invite.updateOne({ _id: inviteId }, { "invitedBy.name": '"><img src=x onerror=alert(1)>' });
  const page = await (await fetch(url)).text();
  expect(page).not.toMatch(/<script>alert|<img/);
  expect(page).toContain("&lt;/blockquote>&lt;script>alert(1)");
});
