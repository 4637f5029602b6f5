import { readdirSync, readFileSync, statSync } from "node:fs";
import { describe, expect, test } from "vitest";

describe("the tree in docs/layout.md", () => {
  const named = pathsIn(readFileSync("docs/layout.md", "utf8"));

  test("names nothing that is not there", () => {
    expect(named.size).toBeGreaterThan(20);
    const kind = (path: string) => (path.endsWith("/") ? "folder" : "file");
    const found = (path: string) => {
      const what = statSync(path, { throwIfNoEntry: false });
      return what && (what.isDirectory() ? "folder" : "file");
    };
    expect([...named].filter((path) => found(path) !== kind(path))).toEqual([]);
  });

  test("names every folder of src, dev and test, and every file directly in src", () => {
    const missing = ["src", "dev", "test"].flatMap((top) =>
      readdirSync(top, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isDirectory() || entry.parentPath === "src")
        .map((entry) => `${entry.parentPath}/${entry.name}${entry.isDirectory() ? "/" : ""}`)
        .filter((path) => !named.has(path)),
    );
    expect(missing).toEqual([]);
  });
});

test("src/models/every-model.ts knows every model, for who looks at a database before the app does", () => {
  const known = readFileSync("src/models/every-model.ts", "utf8");
  const models = readdirSync("src/models").filter((name) =>
    / = model</.test(readFileSync(`src/models/${name}`, "utf8")),
  );
  expect(models.filter((name) => !known.includes(`from "./${name}"`))).toEqual([]);
});

test("what no start needs is loaded when it is needed, or once the app is ready", () => {
  const later = /^import (?!type\b).*"(prom-client|@sendgrid\/.*|libphonenumber-js.*)"/m;
  const sources = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.tsx?$/.test(name),
  );
  expect(sources.filter((name) => later.test(readFileSync(`src/${name}`, "utf8")))).toEqual([]);
});

/** The paths in the tree: one name a line, two spaces deeper for each folder it is in. */
function pathsIn(document: string): Set<string> {
  const tree = /```\n(src\/ .*?)```/s.exec(document)?.[1] ?? "";
  const folders: string[] = [];
  return new Set(
    tree
      .trimEnd()
      .split("\n")
      .map((line) => {
        const [, indent = "", name = "", about] = /^( *)(\S+)(?: +(\S.*))?$/.exec(line) ?? [];
        expect(about, `a word on ${line}`).toBeDefined();
        const depth = indent.length / 2;
        folders.splice(depth, folders.length, name);
        return folders.join("");
      }),
  );
}
