import mongoose from "mongoose";
import { expect, test, vi } from "vitest";
import { Invite } from "../../src/models/invite.ts";
import { DatabaseUnavailable } from "../../src/services/errors.ts";
import { everythingStored } from "../support/web/everything.ts";
import { headingOf, nonceAt, send } from "../support/web/form.ts";
import { refuseUsers } from "../support/web/refuse-users.ts";
import { startSite } from "../support/web/site.ts";

const site = await startSite({ requestLimits: { perAddress: 2_000, perLink: 2_000 }, production: true });

test("every answer has headers that isolate the page", async () => {
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

const form = "application/x-www-form-urlencoded";

test.each([
  ["more than any field takes", "name=".padEnd(9_000, "x"), { "Content-Type": form }, 413],
  ["more than is read", "name=".padEnd(70_000, "x"), { "Content-Type": form }, 413],
  ["compressed", "name=x", { "Content-Type": form, "Content-Encoding": "gzip" }, 415],
  ["in another charset", "name=x", { "Content-Type": `${form}; charset=x` }, 415],
  ["JSON", "{}", { "Content-Type": "application/json" }, 415],
  ["of no type", new Uint8Array([1]), {}, 415],
  ["percent-encoded Latin-1", "name=J%F6rg", { "Content-Type": form }, 400],
  ["half an escape", "name=%", { "Content-Type": form }, 400],
  ["bytes that are no UTF-8", new Uint8Array([0x6e, 0x3d, 0xff]), { "Content-Type": form }, 400],
])("a form that is %s is refused by a page in the reader's language", async (_, body, headers, expected) => {
  const { url } = await site.invites(
    `form-${Object.values(headers).join().length}-${body.length}@example.com`,
  );
  for (const target of [url, `${url}/decline`, `${url}/new-link`, `${site.url}/confirm/x`]) {
    const sent = { method: "POST", body, headers: { ...headers, "Accept-Language": "de" } };
    const answer = await fetch(target, sent);
    expect([target, answer.status]).toEqual([target, expected]);
    const page = await answer.text();
    expect(page).toContain('lang="de"');
    expect(headingOf(page)).toBe(expected === 413 ? "Das ist zu lang" : headingOf(page));
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
  }
});

test("RFC 9110, 15.5.6: a method that a page does not have is a 405 that lists its methods", async () => {
  const { url } = await site.invites("methods@example.com");
  const pages = [url, `${url}/decline`, `${url}/new-link`, `${site.url}/invite/x`, `${site.url}/confirm/x`];
  const before = await everythingStored();
  for (const [paths, allowed] of [
    [pages, "GET, HEAD, POST, OPTIONS"],
    [[`${site.url}/healthz`, `${site.url}/readyz`], "GET, HEAD, OPTIONS"],
  ] as const)
    for (const path of paths) {
      const others = allowed.includes("POST") ? [] : ["POST"];
      for (const method of ["PUT", "PATCH", "DELETE", "PROPFIND", ...others]) {
        const { status, headers } = await fetch(path, { method });
        expect([path, method, status, headers.get("allow")]).toEqual([path, method, 405, allowed]);
        expect(headers.get("content-security-policy")).toContain("default-src 'none'");
      }
      const options = await fetch(path, { method: "OPTIONS" });
      expect([options.status, options.headers.get("allow")]).toEqual([204, allowed]);
      const head = await fetch(path, { method: "HEAD" });
      expect([head.status, await head.text()]).toEqual([(await fetch(path)).status, ""]);
    }
  expect(await everythingStored()).toEqual(before);
  // Without a token there are no metrics, by whatever method.
  for (const method of ["PUT", "OPTIONS"])
    expect((await fetch(`${site.url}/metrics`, { method })).status).toBe(404);
  expect((await fetch(`${site.url}/nowhere`, { method: "PUT" })).status).toBe(404);
});

test("an unknown path is a friendly 404", async () => {
  for (const path of ["/", "/invite", "/invite/", "/invite/a/b/c", "/favicon.ico"]) {
    const response = await fetch(site.url + path);
    expect([response.status, headingOf(await response.text())]).toEqual([404, "Page not found"]);
  }
});

test("a fault of ours shows an id that the log has too, and the log contains neither the link nor what was typed", async () => {
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

test("if the database is too slow, nothing typed is lost, and the page shows an id that the log has too", async () => {
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
    const id = /(?:this id|invited you): (?:<[^>]+>)?(\w{10})/.exec(page)?.[1];
    expect(site.log.splice(0).map((line) => JSON.parse(line))).toMatchObject([{ level: 40, errorId: id }]);
  }
});

test("if the database goes away while somebody registers, they read that nothing is done twice", async () => {
  const { url } = await site.invites("unsure@example.com");
  const nonce = await nonceAt(url);
  const unsure = new DatabaseUnavailable({ unsure: true });
  vi.spyOn(mongoose.connection, "transaction").mockRejectedValueOnce(unsure);
  const { page } = await send(url, { nonce, name: "Eve Park" });
  expect(page).toContain("Press the button once more. Nothing is done twice.");
  site.log.splice(0);
});

test("a client that accepts no compression gets uncompressed pages", async () => {
  const { url } = await site.invites("plain@example.com");
  const answer = async (encoding: string) => {
    const { headers } = await fetch(url, { headers: { "Accept-Encoding": encoding } });
    return [headers.get("Content-Encoding"), headers.get("Vary")];
  };
  expect(await answer("br, gzip")).toEqual(["gzip", "Accept-Encoding, Accept-Language"]);
  expect(await answer("identity")).toEqual([null, "Accept-Encoding, Accept-Language"]);
});

test("times and names are text, whatever they contain", async () => {
  const message = "</blockquote><script>alert(1)</script>";
  const { url, inviteId } = await site.invites("text@example.com", { message });
  await Invite.updateOne({ _id: inviteId }, { "invitedBy.name": '"><img src=x onerror=alert(1)>' });
  const page = await (await fetch(url)).text();
  expect(page).not.toMatch(/<script>alert|<img/);
  expect(page).toContain("&lt;/blockquote>&lt;script>alert(1)");
});
