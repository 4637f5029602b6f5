import { expect, test } from "vitest";
import type { Person } from "../../dev/emulators/slack/person.ts";
import { builtInGroupIds, Group } from "../../src/models/group.ts";
import { memberOf } from "../../src/models/membership.ts";
import { User } from "../../src/models/user.ts";
import { startReview } from "../../src/services/reviews/start-review.ts";
import { setFlash } from "../../src/slack/state/home-tabs.ts";
import { enqueueSlack } from "../../src/slack/state/jobs.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { homesAreOut } from "../support/slack/homes.ts";
import { actorOf } from "../support/slack/seed.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld();
const { mia, slack } = world;
const { admin, registered, group } = fixtures(world);
const ben = await admin("Ben Okri");

async function opens(name: string, rules: object = {}) {
  const id = await group(name);
  await Group.updateOne({ _id: id }, { $set: { requests: { open: true, answers: 1, ...rules } } });
  return id;
}

async function member(name: string, locale: string, groups = [builtInGroupIds.users]): Promise<Person> {
  const email = `${name.toLowerCase().replaceAll(" ", ".")}@acme.io`;
  const person = slack.addPerson({ name, email, locale });
  await registered(name, { groups, linkedTo: person }, email);
  return person;
}

test("a person whose Slack is German has a German Home and asks in German; the admin who answers reads English", async () => {
  await opens("Warehouse");
  const heike = await member("Heike Groß", "de-DE");
  await heike.opensHome();
  await heike.sees("Zugang zu Acme");
  const home = heike.home();
  for (const text of [
    "Name  Heike Groß\nE-Mail  heike.groß@acme.io\nPosition  Keine Angabe",
    "[Zugang anfragen] [Anfragen]",
    "Users\nTickets · keine Projekte oder Regionen",
    "Wenn Sie anderen Zugang brauchen, fragen Sie @Ben Okri oder @Mia Chen.",
    "[Aktualisieren]",
  ])
    expect(home).toContain(text);
  expect(home).not.toMatch(/Not given|Refresh|Access|Request/);

  await heike.presses("Zugang anfragen");
  await heike.seesView("Zugang anfragen");
  await heike.picks("Gruppe", "Warehouse");
  await heike.picks("Für wie lange", "7 Tage");
  await heike.types("Begründung", "   ");
  expect(await heike.submits()).toEqual({
    Begründung: "Begründen Sie Ihre Anfrage, mit höchstens 500 Zeichen.",
  });
  await heike.types("Begründung", "Inventur");
  await heike.submits();
  await heike.sees("Ihre Anfrage für Warehouse wurde gesendet.");
  await heike.closes({ all: true });
  const own = await heike.receives("Sie haben Warehouse angefragt.");
  expect(own.asText).toContain("Dauer: 7 Tage\nBegründung: Inventur\nWartet auf Antwort");

  const card = await ben.receives("Heike Groß asks for Warehouse.");
  expect(card.asText).toContain("For: 7 days\nWhy: Inventur");
  expect(card.asText).not.toMatch(/Tage|Dauer/);
  await heike.presses("Erinnern: Warehouse");
  await heike.receives("Die letzte Erinnerung ist keine vier Stunden her.");
  await ben.presses("Approve: Heike Groß, Warehouse");
  await heike.receives("Ihre Anfrage für Warehouse wurde von Ben Okri genehmigt.");
  await expect
    .poll(
      () => heike.messages.find(({ asText }) => asText.includes("Sie haben Warehouse angefragt."))?.asText,
    )
    .toContain("Genehmigt von Ben Okri");

  await heike.runs("/iam pending");
  await heike.sees("Das können nur Admins. Fragen Sie @Ben Okri oder @Mia Chen.");
  await heike.runs("/iam help");
  await heike.sees("Ihre Angaben und Gruppen finden Sie im Home-Tab dieser App.");
});

test("a decider who isn't an admin reads the card in their own language, whatever the asker’s", async () => {
  const leads = await group("Leads");
  await opens("Vault", { deciders: leads });
  const claire = await member("Claire Morel", "fr-FR", [builtInGroupIds.users, leads]);
  const heike = await member("Jana Weiß", "de-AT");
  await heike.runs("/iam request Vault");
  await heike.seesView("Zugang anfragen");
  await heike.picks("Für wie lange", "3 Tage");
  await heike.types("Begründung", "Prüfung");
  await heike.submits();
  await claire.receives("Jana Weiß demande Vault.");
  await claire.presses("Refuser\u00a0: Jana Weiß, Vault");
  await claire.seesView("Refuser la demande\u202f?");
  await claire.types("Motif du refus", "Après l’audit.");
  await claire.submits();
  const told = await heike.receives("Claire Morel hat Ihre Anfrage für Vault abgelehnt.");
  expect(told.asText).toContain("Warum nicht: Après l’audit.");
});

test("the language in their details comes before their Slack’s; a language we lack becomes the default", async () => {
  const kenji = await member("Kenji Sato", "en-US");
  await User.updateOne({ email: "kenji.sato@acme.io" }, { language: "ja" });
  await kenji.opensHome();
  await kenji.sees("Acmeへのアクセス");
  expect(kenji.home()).not.toMatch(/Not given|Refresh|Edit/);
  await kenji.presses("登録情報を編集");
  await kenji.seesView("登録情報の編集");
  await kenji.types("電話番号", "12345");
  expect(Object.values(await kenji.submits()).join()).toMatch(/電話番号/);
  await kenji.closes({ all: true });

  const aino = await member("Aino Virtanen", "fi-FI");
  await aino.opensHome();
  await aino.sees("Access to Acme");
  await aino.presses("Refresh");
  await aino.sees("Job title  Not given");
  const unknown = world.log.filter(({ locale }) => locale === "fi-FI");
  expect(unknown).toHaveLength(1);
});

test("someone who asks without being registered is invited in the language of their Slack account", async () => {
  await opens("Atelier");
  const uwe = slack.addPerson({ name: "Uwe Fremd", email: "uwe@acme.io", locale: "de-CH" });
  await uwe.runs("/iam request Atelier");
  await uwe.seesView("Zugang anfragen");
  await uwe.picks("Für wie lange", "1 Tag");
  await uwe.types("Begründung", "Inventur");
  await uwe.submits();
  await ben.receives("Uwe Fremd asks for Atelier.");
  await ben.presses("Approve: Uwe Fremd, Atelier");
  const { subject, text } = await world.sendgrid.mailTo("uwe@acme.io");
  expect(subject).toBe("Ben Okri lädt Sie zu Acme ein");
  expect(text).toContain("Ihr Zugang gilt 1\u00a0Tag ab Ihrer Annahme.");
});

test("what an admin’s Home said is gone once it becomes a member’s Home in another language", async () => {
  const lars = await member("Lars Vogt", "de-DE", [builtInGroupIds.users, builtInGroupIds.admin]);
  await lars.opensHome();
  await lars.sees("Needs attention");
  const account = { teamId: lars.account.teamId, userId: lars.id };
  await setFlash(account, { kind: "not_done", text: "Nothing was sent." });
  const redrawn = async () => {
    const now = new Date();
    await enqueueSlack(now, { kind: "home", account: `${account.teamId}:${lars.id}`, dueAt: now });
    await homesAreOut();
  };
  await redrawn();
  await lars.sees("Nothing was sent.");
  await User.updateOne(
    { email: "lars.vogt@acme.io" },
    { $pull: { memberships: { groupId: builtInGroupIds.admin } } },
  );
  await redrawn();
  await lars.sees("Zugang zu Acme");
  expect(lars.home()).not.toContain("Nothing was sent.");
  await redrawn();
  expect(lars.home()).not.toContain("Nothing was sent.");
});

test("a former admin reads their own language from then on, and no screen mixes two", async () => {
  const lena = await member("Lena Vogt", "de-DE", [builtInGroupIds.users, builtInGroupIds.admin]);
  await lena.opensHome();
  await lena.sees("Needs attention");
  await lena.runs("/iam users lena");
  await lena.seesView("Users");
  await lena.presses("View Lena Vogt");
  await lena.seesView("Profile");
  await mia.runs("/iam user lena.vogt@acme.io");
  await User.updateOne(
    { email: "lena.vogt@acme.io", ...memberOf(builtInGroupIds.admin) },
    { $pull: { memberships: { groupId: builtInGroupIds.admin } } },
  );
  await lena.presses("Suspend");
  const refused = await lena.seesView("Nicht ausgeführt");
  expect(refused.asText).toContain("Das können nur Admins. Fragen Sie");
  expect(refused.asText).not.toContain("Profile");
  await lena.closes({ all: true });
  await lena.opensHome();
  await homesAreOut();
  await lena.sees("Zugang zu Acme");
  expect(lena.home()).not.toMatch(/Needs attention|Invite/);
});

test("a review is in English for everyone, including its errors, and what was typed stays", async () => {
  const leads = await group("Review Leads");
  const vault = await opens("Strongroom", { deciders: leads });
  const { users } = builtInGroupIds;
  const lotte = await member("Lotte Lang", "de-DE", [users, leads]);
  await registered("Otto Ohm", { groups: [users, vault] });
  await startReview(
    actorOf(mia, true),
    { groupIds: [String(vault)], reviewers: "deciders", days: 7, unanswered: "kept", months: null },
    "UTC",
  );
  await lotte.receives("asks you to review who is in Strongroom");
  await lotte.presses("Open Review");
  await lotte.seesView("Review");
  await lotte.presses("Remove Otto Ohm: Strongroom");
  await lotte.seesView("Remove?");
  await lotte.types("Why", "Left the project");
  await User.updateOne({ name: "Lotte Lang" }, { $pull: { memberships: { groupId: leads } } });
  await lotte.submits();
  await lotte.sees("Only admins can do this.");
  expect(lotte.screen()).toContain("Left the project");
  await lotte.closes();
  await lotte.presses("Keep Otto Ohm: Strongroom");
  await lotte.sees("Only admins can do this.");
  expect(lotte.screen()).toContain("0 of 1 decided");
});
