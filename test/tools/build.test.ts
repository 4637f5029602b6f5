import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";

const folder = realpathSync(mkdtempSync(`${tmpdir()}/iam-bot-build-`));
const dist = `${folder}/dist`;
const build = () =>
  execFileSync("npm", ["run", "--silent", "build", "--", "words=src/locales/words.ts"], { cwd: folder });

beforeAll(() => {
  for (const name of ["package.json", "tsconfig.json", "node_modules", "src", "dev"])
    symlinkSync(`${process.cwd()}/${name}`, `${folder}/${name}`);
  build();
});
afterAll(() => rmSync(folder, { recursive: true }));

test("a build leaves a running process the parts of its own build, for a week", () => {
  const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 60 * 60_000);
  for (const [name, days] of [
    ["ar-YESTERDAY.js", 1],
    ["doctor/older.js", 8],
    ["main.js", 8],
  ] as const) {
    if (name !== "main.js") writeFileSync(`${dist}/${name}`, "");
    utimesSync(`${dist}/${name}`, daysAgo(days), daysAgo(days));
  }
  build();
  expect(existsSync(`${dist}/ar-YESTERDAY.js`)).toBe(true);
  expect(existsSync(`${dist}/doctor/older.js`)).toBe(false);
  expect(existsSync(`${dist}/main.js`)).toBe(true);
});

test("a language that could not be loaded is loaded when it is next read", () => {
  const file = readdirSync(dist).find((name) => /^ar-(?!YESTERDAY).*\.js$/.test(name));
  const script = `
    import { renameSync } from "node:fs";
    import { wordsIn } from "${dist}/words.js";
    renameSync("${dist}/${file}", "${dist}/away");
    const first = await wordsIn("ar").then(() => "read", ({ code }) => code);
    renameSync("${dist}/away", "${dist}/${file}");
    console.log(first, (await wordsIn("ar")).language.code);`;
  const said = execFileSync(process.execPath, ["--input-type=module", "--eval", script], {
    encoding: "utf8",
  });
  expect(said).toBe("ERR_MODULE_NOT_FOUND ar\n");
});
