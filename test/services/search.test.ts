import { afterAll, expect, test } from "vitest";
import { connect, disconnect } from "../../src/models/connection.ts";
import { builtInGroupIds, Group } from "../../src/models/group.ts";
import { ensureIndexes } from "../../src/models/indexes.ts";
import { seedGroups } from "../../src/services/groups/groups.ts";
import { findGroups } from "../../src/services/groups/list-groups.ts";
import { createGroup } from "../../src/services/groups/write-group.ts";
import { listPendingInvites } from "../../src/services/invites/list-invites.ts";
import type { PageCursor } from "../../src/services/page.ts";
import { parseQuery } from "../../src/services/search-terms.ts";
import { listUsers } from "../../src/services/users/list-users.ts";
import { checkDetails } from "../../src/services/users/person-details.ts";
import { mia } from "../support/acting.ts";
import { freshDatabase } from "../support/setup/database.ts";
import { seedInvites, seedUsers } from "../support/slack/seed.ts";

await connect(freshDatabase().uri);
await ensureIndexes();
await seedGroups();
afterAll(disconnect);

const owner = { ...mia, owner: true };
const users = String(builtInGroupIds.users);

/** People whose addresses give nothing of their names away. */
const names: Record<string, string[]> = {
  "Carmen Díaz": ["diaz", "DÍAZ", "Di\u0301az", "carmen d"],
  "İbrahim Işık": ["ibrahim", "İBRAHİM", "IBRAHIM", "isik", "ışık", "IŞIK"],
  "José Nuñez": ["jose", "José", "Jose\u0301", "nunez"],
  "Łukasz Żółć": ["lukasz", "zolc", "łukasz"],
  "Eva Straße": ["strasse", "STRASSE", "stras", "straß"],
  "Seán O’Connor": ["oconnor", "o'connor", "o’connor", "oʼconnor", "o`connor", "connor", "sean o"],
  "Bo D'Angelo": ["d’angelo", "dangelo", "angelo"],
  "Þóra Ærø Sœur": ["thora", "aero", "soeur", "æ"],
  "Đorđe Guðrún": ["dorde", "gudrun"],
  "Jean-Luc Picard": ["jean-luc", "jeanluc", "luc", "jean luc"],
  "Nguyễn Thị Ánh": ["nguyen", "anh", "nguyễn thi"],
  "Γιώργος Παπάς": ["γιωργος", "ΓΙΏΡΓΟΣ", "παπασ"],
  "Артём Йовович": ["артем", "АРТЁМ", "иовович"],
  王小明: ["王", "小明", "王小明"],
  山田たろう: ["山田", "たろう"],
  김민수: ["김", "민수"],
  ศิริชัย: ["ศิริ", "ชัย"],
  "مُحَمَّد أحمد": ["محمد", "احمد", "أحمد"],
  "שָׁרָה כהן": ["שרה", "כהן"],
  "Ｗｉｄｅ Ｎａｍｅ": ["wide", "name"],
  "ガク ヒロ": ["ガク", "ｶﾞｸ"],
};
const all = Object.keys(names);
await Promise.all(all.map((name, n) => seedUsers([name], users, { email: `p${n}@numbers.example` })));

const found = async (text: string) => (await listUsers(mia, text, null)).rows.map(({ name }) => name);

test.each(all)("%s is found the way people type it", async (name) => {
  for (const typed of names[name] ?? []) expect(await found(typed), typed).toContain(name);
});

test("an address is found with the apostrophe that phones type", () => {
  for (const typed of ["o’brien@acme.io", "oʼbrien@acme.io"])
    expect(parseQuery(typed)).toEqual(parseQuery("o'brien@acme.io"));
});

test("different letters are different people", async () => {
  expect(await found("カク")).toEqual([]);
  expect(await found("ศร")).toEqual([]);
  expect(await found("connors")).toEqual([]);
});

test("a name is stored in NFC, even if typed otherwise", async () => {
  const typed = {
    name: "  Jose\u0301 O’Neill ",
    title: "Pre\u0301sident",
    phone: "",
    timeZone: "Europe/Paris",
    language: "",
  };
  const { details } = await checkDetails(typed);
  expect(details).toMatchObject({ name: "José O’Neill", title: "Président" });
});

test("names come before domains, and a domain only after @ or with three letters", async () => {
  const people = { "Zoe Quist": "zoe@quark.example", "Quentin Amari": "q1@other.example" };
  for (const [name, email] of Object.entries(people)) await seedUsers([name], users, { email });
  expect(await found("qu")).toEqual(["Quentin Amari", "Zoe Quist"]);
  await seedUsers(["Quarkie Ha"], users);
  expect(await found("quark")).toEqual(["Quarkie Ha", "Zoe Quist"]);
  expect(await found("@q")).toEqual(["Zoe Quist"]);
  expect(await found("@quark.example")).toEqual(["Zoe Quist"]);
  expect(await found("quark.ex")).toEqual(["Zoe Quist"]);
  expect(await found("nu")).toEqual(["José Nuñez"]);
  expect(await found("zoe quark")).toEqual(["Zoe Quist"]);

  await seedInvites(["vera@quark.example", "quarkus@other.example"], [users]);
  const invites = async (text: string) =>
    (await listPendingInvites(mia, { text, mine: false, which: "pending" }, null)).rows.map(
      ({ email }) => email,
    );
  expect(await invites("quark")).toEqual(["quarkus@other.example", "vera@quark.example"]);
  expect(await invites("qu")).toEqual(["quarkus@other.example"]);
  expect(await invites("@qu")).toEqual(["vera@quark.example"]);
});

test("pages go from names on to domains, with each person once", async () => {
  const named = Array.from({ length: 13 }, (_, n) => `Velox ${n}`);
  await seedUsers(named, users);
  await Promise.all(
    Array.from({ length: 14 }, (_, n) => seedUsers([`Wim ${n}`], users, { email: `w${n}@velox.example` })),
  );
  await seedUsers(["Velox Both"], users, { email: "both@velox.example" });
  const seen: string[] = [];
  let cursor: PageCursor | null = null;
  do {
    const page: Awaited<ReturnType<typeof listUsers>> = await listUsers(mia, "velox", cursor);
    expect(page.total).toBe(28);
    seen.push(...page.rows.map(({ name }) => name));
    cursor = page.next;
  } while (cursor);
  expect(seen).toHaveLength(28);
  expect(new Set(seen).size).toBe(28);
  expect(seen.findIndex((name) => name.startsWith("Wim"))).toBe(14);
});

const nothing = { all: false, names: [] };
const create = (name: string) =>
  createGroup(owner, { name, description: "", services: nothing, projects: nothing, regions: nothing });

test("groups are found by any word, in any case and with or without accents", async () => {
  for (const name of ["Éclair Billing", "Billing EMEA", "R&D O’Brien"]) await create(name);
  const groups = async (text: string) => (await findGroups(mia, text, null)).rows.map(({ name }) => name);
  expect(await groups("BILL")).toEqual(["Éclair Billing", "Billing EMEA"]);
  expect(await groups("emea bil")).toEqual(["Billing EMEA"]);
  expect(await groups("eclair billing")).toEqual(["Éclair Billing"]);
  expect(await groups("obrien")).toEqual(["R&D O’Brien"]);
  expect(await groups("r&d")).toEqual(["R&D O’Brien"]);
  expect(await groups("---")).toEqual([]);
});

test.each([
  ["Straße", "STRASSE"],
  ["Café", "CAFE"],
  ["Łódź", "lodz"],
  ["Smith’s", "smith's"],
  ["Ｗide", "wide"],
])("%s and %s are one name", async (first, second) => {
  await create(first);
  await expect(create(second)).rejects.toThrow("Another group has this name");
});

test.each(["カ", "ガ"])("a kana isn't another with a mark: %s", async (name) => {
  await create(name);
});

test.each([
  "Аdmin", // with a Cyrillic А
  "ꓮꓓꓟꓲꓠ", // Lisu
  "ᎪᎠᎷᏆN", // Cherokee
  "ᗅdmin", // Canadian
  "Ⲁdmin", // Coptic
  "Αdmin", // Greek
  "АԁміN",
  "Ｕsers Ａdmin".split(" ")[1] ?? "",
  "Ad\u200Bmin",
  "Ad\u3164min",
  "Adm\u0131n",
  "ᴀᴅᴍɪɴ",
  "Adm1n",
  "Adrnin",
  "🅐🅓🅜🅘🅝",
  "Uѕers", // with a Cyrillic ѕ
  "Uꜱers",
  "Üsers",
  "U\u034Fsers",
])("%s is refused beside the group whose name it looks like", async (name) => {
  await expect(create(name)).rejects.toThrow(
    /looks like the name of the group (Admin|Users)|Another group has this name/,
  );
  expect(await Group.countDocuments({ name })).toBe(0);
});

test("a name can't change the text direction: what reads as Admin backwards is stored as written", async () => {
  await create("\u202Enim\u2066dA\u202C  \u0000x");
  expect(await Group.findOne({ nameKey: "nimda x" }).lean()).toMatchObject({ name: "nimdA x" });
});

test.each(["Админ", "Admins", "Superusers", "Power Users", "Админы", "管理者"])(
  "%s is a name of its own",
  async (name) => {
    await create(name);
  },
);
