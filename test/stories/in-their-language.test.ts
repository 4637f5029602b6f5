import { expect, test } from "vitest";
import { Invite } from "../../src/models/invite.ts";
import { Job } from "../../src/models/job.ts";
import { startWorld } from "../support/world.ts";

const { slack, sendgrid, mia, mailsAreOut, log } = await startWorld({ DEFAULT_LANGUAGE: "fr" });

test("each email is in the language chosen for its reader, otherwise their Slack's, otherwise the default", async () => {
  const yuki = slack.addPerson({ name: "Yuki Abe", email: "yuki@acme.io", locale: "ja-JP" });
  const lars = slack.addPerson({ name: "Lars Berg", email: "lars@acme.io", locale: "nb-NO" });
  const luz = slack.addPerson({ name: "Luz Vega", email: "luz@acme.io", locale: "es-LA" });
  await mia.runs(`/iam invite <@${yuki.id}> <@${lars.id}> <@${luz.id}> typed@example.com`);
  await mia.seesView("Invite people");
  expect(await mia.submits()).toEqual({});
  await mia.sees("4 invites are on the way");
  await mia.closes();
  await mia.runs("/iam invite eve@example.com");
  await mia.seesView("Invite people");
  await mia.picks("Language", "Deutsch");
  expect(await mia.submits()).toEqual({});
  await mailsAreOut();

  const subject = async (to: string) => (await sendgrid.mailTo(to)).subject;
  expect(await subject("eve@example.com")).toBe("Mia Chen lädt Sie zu Acme ein");
  expect(await subject("yuki@acme.io")).toBe("Mia ChenさんからAcmeへの招待");
  expect(await subject("luz@acme.io")).toBe("Mia Chen le invita a unirse a Acme");
  expect(await subject("lars@acme.io")).toBe("Mia Chen vous invite à rejoindre Acme");
  expect(await subject("typed@example.com")).toBe("Mia Chen vous invite à rejoindre Acme");
  // What a table lacks is told once, by its locale and not by its owner.
  expect(log.filter(({ locale }) => locale)).toMatchObject([{ locale: "nb-NO" }]);
});

test("a reminder is in the language of the first email", async () => {
  const before = await Invite.find({ email: { $in: ["yuki@acme.io", "lars@acme.io"] } }).lean();
  expect(before.map(({ language, mailLanguage }) => [language, mailLanguage]).sort()).toEqual([
    [undefined, "fr"],
    [undefined, "ja"],
  ]);
  const ids = before.map(({ _id }) => _id);
  await Job.updateMany({ kind: "reminder-email", "facts.inviteId": { $in: ids } }, { dueAt: new Date(0) });
  const reminder = await sendgrid.mailTo("yuki@acme.io", { count: 2 });
  expect(reminder.subject).toBe("再度のご案内：Mia ChenさんからAcmeへの招待");
  expect(reminder.html).toContain('<html lang="ja" dir="ltr">');
});
