import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compiled } from "../support/setup/compiled.ts";

const files = readdirSync(compiled, { encoding: "utf8", recursive: true }).filter((name) =>
  name.endsWith(".js"),
);
const sources = files.map((name) => ({ name, text: readFileSync(`${compiled}/${name}`, "latin1") }));

test("the compiled app is ASCII, so that V8 holds each character of it as one byte", () => {
  expect(sources.length).toBeGreaterThan(10);
  expect(sources.filter(({ text }) => /\P{ASCII}/u.test(text)).map(({ name }) => name)).toEqual([]);
});

test("it leaves out what zod says in fifty languages", () => {
  const german = String.raw`Ung\xFCltige Eingabe`;
  expect(readFileSync("node_modules/zod/v4/locales/de.js", "utf8")).toContain("Ungültige Eingabe");
  expect(sources.filter(({ text }) => text.includes(german)).map(({ name }) => name)).toEqual([]);
});
