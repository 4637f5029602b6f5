import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";
import * as z from "zod";

const markdownIn = (folder: string, recursive: boolean) =>
  readdirSync(folder, { recursive, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name));
const documents = [...markdownIn(".", false), ...markdownIn("docs", true)].sort();
const decisions = documents.filter((path) => /^docs\/decisions\/\d/.test(path));
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync("package.json", "utf8")));

/** Every TypeScript source, for what a document says they name. */
const sources = ["src", "dev", "bench", "test"]
  .flatMap((top) =>
    readdirSync(top, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => readFileSync(join(top, name), "utf8")),
  )
  .join("\n");

/** Headings as links name them. */
function anchorsIn(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** The files that a document links to or shows, by their paths in the repository, with their anchors, if any. */
function linksIn(document: string): { path: string; anchor: string | undefined }[] {
  const text = readFileSync(document, "utf8");
  const links = [...text.matchAll(/\]\((?!https?:)([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)];
  return links.map(([, link, picture]) => {
    const [path = "", anchor] = (link ?? picture ?? "").split("#");
    return { path: path === "" ? document : normalize(join(dirname(document), path)), anchor };
  });
}

describe.each(documents)("%s", (document) => {
  const text = readFileSync(document, "utf8");
  const found = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, what = ""]) => what);

  test("names only files that are there", () => {
    const named = found(/`((?:src|dev|bench|test|docs)\/[\w./-]+)`/g);
    expect(named.filter((path) => !existsSync(path))).toEqual([]);
  });

  test("links only to files and headings that are there", () => {
    const dead = linksIn(document).filter(
      ({ path, anchor }) =>
        !existsSync(path) ||
        (anchor !== undefined && !anchorsIn(readFileSync(path, "utf8")).includes(anchor)),
    );
    expect(dead).toEqual([]);
  });

  test("names only npm scripts that are there", () => {
    const named = found(/npm run (?:--silent )?(\w[\w:-]*\w)/g);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  test("names only functions that are there", () => {
    const named = found(/`([a-z]+[A-Z]\w*)(?:\([^`]*\))?`/g);
    expect(named.filter((name) => !new RegExp(`\\b${name}\\b`).test(sources))).toEqual([]);
  });

  test("names only variables that something reads", () => {
    const named = found(/`([A-Z]+(?:_[A-Z]+)+)(?:=[^`]*)?`/g);
    expect(named.filter((name) => !sources.includes(name))).toEqual([]);
  });
});

test("every document and every picture can be reached from the README", () => {
  const reached = new Set(["README.md"]);
  for (const document of reached) {
    if (!document.endsWith(".md")) continue;
    for (const { path } of linksIn(document)) if (existsSync(path)) reached.add(path);
  }
  const pictures = readdirSync("docs/pictures").map((name) => `docs/pictures/${name}`);
  expect([...documents, ...pictures].filter((path) => !reached.has(path))).toEqual([]);
});

test("the README fits two screens", () => {
  expect(readFileSync("README.md", "utf8").split("\n").length).toBeLessThanOrEqual(90);
});

test("no picture is over 200 kB", () => {
  const pictures = readdirSync("docs/pictures").map((name) => `docs/pictures/${name}`);
  expect(pictures.filter((path) => statSync(path).size > 200_000)).toEqual([]);
});

test("decisions are numbered without gaps, each with its date, context, decision and consequence", () => {
  expect(decisions.map((path) => Number(path.slice("docs/decisions/".length).split("-")[0]))).toEqual(
    decisions.map((_, index) => index + 1),
  );
  const form =
    /^# .+\n\nDecided on \d{4}-\d\d-\d\d\.\n\n\*\*Context\.\*\* [\s\S]+\n\n\*\*Decision\.\*\* [\s\S]+\n\n\*\*Consequence\.\*\* [\s\S]+\S\n$/;
  expect(decisions.filter((path) => !form.test(readFileSync(path, "utf8")))).toEqual([]);
});

test("SECURITY.md names a test for each promise", () => {
  const promises =
    /## What is promised.*?\n\n(.*?)\n\n/s.exec(readFileSync("SECURITY.md", "utf8"))?.[1] ?? "";
  const rows = promises.split("\n").slice(2);
  expect(rows.length).toBeGreaterThan(15);
  expect(rows.filter((row) => !/\| `test\/[\w./-]+\.test\.ts`/.test(row))).toEqual([]);
});
