import { expect, test } from "vitest";
import { Invite } from "../../src/models/invite.ts";
import { User } from "../../src/models/user.ts";
import { nonceAt, send } from "../support/web/form.ts";
import { startSite } from "../support/web/site.ts";

const site = await startSite();

/** Returns the language of the answer at an address. */
async function languageAt(url: string, accepts?: string): Promise<string | undefined> {
  const answer = await fetch(url, accepts ? { headers: { "Accept-Language": accepts } } : {});
  return /<html lang="([^"]+)"/.exec(await answer.text())?.[1];
}

test("a page is in the language of its menu, or else the chosen one, the browser's, or the email's", async () => {
  const { url } = await site.invites("chosen@example.com", { language: "de" });
  expect(await languageAt(`${url}?lang=he`, "fr")).toBe("he");
  expect(await languageAt(`${url}?lang=es-LA`, "fr")).toBe("es-419");
  for (const none of ["?lang=tlh", "?lang=", "?lang=fr&lang=it", ""])
    expect(await languageAt(url + none, "fr")).toBe("de");
  const { url: other, inviteId } = await site.invites("other@example.com");
  await Invite.updateOne({ _id: inviteId }, { mailLanguage: "pl" });
  expect(await languageAt(other, "nl,ja;q=0.5")).toBe("ja");
  expect(await languageAt(other, "nl")).toBe("pl");
  expect(await languageAt(`${site.url}/nowhere`, "ko")).toBe("ko");
  expect(await languageAt(`${site.url}/nowhere`, "nl")).toBe("en");
});

test("a chosen language stays in the address: in the form, on the way to decline and back, and in a badly copied link", async () => {
  const { url } = await site.invites("stays@example.com");
  const page = await (await fetch(`${url}?lang=ar`)).text();
  expect(page).toContain('dir="rtl"');
  const { pathname } = new URL(url);
  expect(page).toContain(`action="${pathname}?lang=ar"`);
  expect(page).toContain(`href="${pathname}/decline?lang=ar"`);
  const decline = await (await fetch(`${url}/decline?lang=ar`)).text();
  expect(decline).toContain(`action="${pathname}/decline?lang=ar"`);
  expect(decline).toContain(`href="${pathname}?lang=ar"`);
  const plain = await (await fetch(url)).text();
  expect(plain).not.toContain(`${pathname}?lang`);
  const copied = await fetch(`${url}%3E?lang=ar`, { redirect: "manual" });
  expect(copied.headers.get("location")).toBe(`${pathname}?lang=ar`);
});

test("people who register read the outcome in the form's language, which becomes their own", async () => {
  const { url } = await site.invites("own@example.com");
  const nonce = await nonceAt(url);
  const address = `${url}?lang=it`;
  const faulty = await send(address, { name: "", phone: "020", language: "it", nonce });
  expect(faulty.status).toBe(422);
  expect(faulty.page).toContain("Inserisca nome e cognome.");
  expect(faulty.page).toContain("Inizi il numero di telefono con + e il prefisso internazionale.");
  // Another language would be a new visit, without the errors.
  expect(faulty.page).not.toContain("<nav");
  const { status, page } = await send(address, { name: "Eve Park", language: "it", nonce });
  expect([status, page]).toEqual([200, expect.stringContaining("Le diamo il benvenuto in")]);
  expect(await User.findOne({ email: "own@example.com" }).lean()).toMatchObject({ language: "it" });
});

test("a form sent to change the language registers nobody; pages without a form have links in the menu", async () => {
  const { url, inviteId } = await site.invites("reads@example.com");
  const nonce = await nonceAt(url);
  const typed = { name: "Eve <Park>", title: "CTO", phone: "12", timeZone: "Nairobi", language: "en", nonce };
  const chosen = await send(`${url}?lang=pl`, { ...typed, lang: "" });
  expect(chosen.status).toBe(200);
  expect(chosen.page).toContain('<html lang="pl"');
  for (const kept of ["Eve &lt;Park>", "CTO", "12", nonce]) expect(chosen.page).toContain(`value="${kept}"`);
  expect(chosen.page).toContain(" selected>Nairobi<");
  expect(chosen.page, "what is sent next is read in Polish, too").toContain("?lang=pl");
  const foreign = await send(`${url}?lang=pl`, { ...typed, lang: "" }, { "Sec-Fetch-Site": "cross-site" });
  expect(foreign.status).toBe(403);
  for (const query of ["?lang=tlh", "?lang=", ""])
    expect((await send(`${url}${query}`, { ...typed, lang: "" })).page).toContain('lang="en"');
  expect(await User.findOne({ email: "reads@example.com" }).lean()).toBeNull();
  expect(await Invite.findById(inviteId).lean()).toMatchObject({ status: "pending" });

  const menuOf = async (address: string) => /<nav.*<\/nav>/s.exec(await (await fetch(address)).text())?.[0];
  expect(await menuOf(url)).toContain("<button form=f formaction=?lang=ja name=lang lang=ja>");
  expect(await menuOf(`${url}/decline`)).toContain("<a href=?lang=ja lang=ja>");
});
