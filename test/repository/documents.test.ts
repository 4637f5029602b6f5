import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";

const inDocs = readdirSync("docs").filter((name) => name.endsWith(".md"));
const documents = ["README.md", "SECURITY.md", ...inDocs.map((name) => `docs/${name}`)];
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync("package.json", "utf8")));

/** Headings as links name them. */
function anchorsIn(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, "")
      .replaceAll(" ", "-"),
  );
}

describe.each(documents)("%s", (document) => {
  const text = readFileSync(document, "utf8");
  const found = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, what = ""]) => what);

  test("names only files that are there", () => {
    const named = found(/`((?:src|dev|test|docs)\/[\w./-]+)`/g);
    expect(named.filter((path) => !existsSync(path))).toEqual([]);
  });

  test("links only to files and headings that are there", () => {
    const links = found(/\]\((?!https?:)([^)\s]+)\)/g);
    const dead = links.filter((link) => {
      const [path = "", anchor] = link.split("#");
      const target = path === "" ? document : join(dirname(document), path);
      if (!existsSync(target)) return true;
      return anchor !== undefined && !anchorsIn(readFileSync(target, "utf8")).includes(anchor);
    });
    expect(dead).toEqual([]);
  });

  test("names only npm scripts that are there", () => {
    const named = found(/npm run (?:--silent )?(\w[\w:-]*\w)/g);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });
});

test("SECURITY.md names a test for each promise", () => {
  const promises =
    /## What is promised.*?\n\n(.*?)\n\n/s.exec(readFileSync("SECURITY.md", "utf8"))?.[1] ?? "";
  const rows = promises.split("\n").slice(2);
  expect(rows.length).toBeGreaterThan(15);
  expect(rows.filter((row) => !/\| `test\/[\w./-]+\.test\.ts`/.test(row))).toEqual([]);
});

test("the README shows every picture that was taken for it, each in less than 200 kB", () => {
  const readme = readFileSync("README.md", "utf8");
  const shown = new Set([...readme.matchAll(/docs\/pictures\/[\w-]+\.\w+/g)].map(([path]) => path));
  expect([...shown].sort()).toEqual(
    readdirSync("docs/pictures")
      .map((name) => `docs/pictures/${name}`)
      .sort(),
  );
  expect([...shown].filter((path) => statSync(path).size > 200_000)).toEqual([]);
});
