import { execFile } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";

describe("the README's tree", () => {
  const named = pathsIn(readFileSync("README.md", "utf8"));

  test("names nothing that is not there", () => {
    expect(named.size).toBeGreaterThan(20);
    const kind = (path: string) => (path.endsWith("/") ? "folder" : "file");
    const found = (path: string) => {
      const what = statSync(path, { throwIfNoEntry: false });
      return what && (what.isDirectory() ? "folder" : "file");
    };
    expect([...named].filter((path) => found(path) !== kind(path))).toEqual([]);
  });

  test("names every folder of src, dev and test, and every file directly in them", () => {
    const missing = ["src", "dev", "test"].flatMap((top) =>
      readdirSync(top, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isDirectory() || entry.parentPath === top)
        .map((entry) => `${entry.parentPath}/${entry.name}${entry.isDirectory() ? "/" : ""}`)
        .filter((path) => !named.has(path)),
    );
    expect(missing).toEqual([]);
  });
});

test("src/models/indexes.ts knows every model, for who looks at a database before the app does", () => {
  const known = readFileSync("src/models/indexes.ts", "utf8");
  const models = readdirSync("src/models").filter((name) =>
    / = model</.test(readFileSync(`src/models/${name}`, "utf8")),
  );
  expect(models.filter((name) => !known.includes(`from "./${name}"`))).toEqual([]);
});

test("what no start needs is loaded when it is needed, or once the app is ready", () => {
  const later = /^import (?!type\b).*"(prom-client|@sendgrid\/.*|libphonenumber-js.*|jose)"/m;
  const sources = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.tsx?$/.test(name),
  );
  expect(sources.filter((name) => later.test(readFileSync(`src/${name}`, "utf8")))).toEqual([]);
});

/** The paths in the tree: one name a line, two spaces deeper for each folder it is in. */
function pathsIn(readme: string): Set<string> {
  const tree = /```\n(manifest\.yml .*?)```/s.exec(readme)?.[1] ?? "";
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

describe("imports point one way", async () => {
  const allowed: Record<string, string[]> = {
    models: ["src/models/"],
    services: ["src/services/", "src/models/", "src/errors.ts"],
    email: ["src/email/"],
    slack: ["src/slack/", "src/services/", "src/errors.ts"],
    web: ["src/web/", "src/services/", "src/errors.ts"],
    outbox: ["src/outbox/", "src/services/", "src/email/", "src/slack/cards/", "src/errors.ts"],
  };
  const layers = Object.keys(allowed);
  const outside = ["dev/mongod.ts", "dev/slack/slack.ts", "test/world.ts", "bench/some.ts"];
  const targets = [
    ...layers.map((layer) => `src/${layer}/some.ts`),
    ...["src/slack/cards/some.ts", "src/errors.ts", "src/config.ts", "src/app.ts", ...outside],
  ];
  const foreign = [
    "express",
    "@slack/bolt",
    "@slack/types",
    "@slack/web-api",
    "@sendgrid/client",
    "@sendgrid/mail",
  ];
  const among = (from: string, imported: string[]) =>
    imported.map((target) => {
      const may = allowed[from.split("/")[1] ?? ""]?.some((path) => target.startsWith(path)) ?? false;
      return { from, target, may };
    });
  const imports: Import[] = [
    ...layers.flatMap((layer) => among(`src/${layer}/one.ts`, targets)),
    ...["slack", "web"].flatMap((layer) => among(`src/${layer}/deep/one.ts`, targets)),
    ...among("src/one.ts", outside),
    ...among("src/services/two.ts", foreign),
  ];
  const refused = await refusals(imports);

  test.each(imports)("$from → $target: $may", ({ from, target, may }) => {
    expect(refused.has(`${from} ${target}`)).toBe(!may);
  });
});

interface Import {
  from: string;
  target: string;
  may: boolean;
}

/** The imports that Biome refuses by our biome.json, each as "from target". */
async function refusals(imports: Import[]): Promise<Set<string>> {
  const folder = await mkdtemp(join(tmpdir(), "iam-bot-test-"));
  try {
    await copyFile("biome.json", join(folder, "biome.json"));
    const files = new Map<string, Import[]>();
    for (const one of imports) files.set(one.from, [...(files.get(one.from) ?? []), one]);
    for (const [from, lines] of files) {
      await mkdir(dirname(join(folder, from)), { recursive: true });
      await writeFile(join(folder, from), lines.map((line) => `export * from "${pathTo(line)}";\n`).join(""));
    }
    const biome = createRequire(import.meta.url).resolve("@biomejs/biome/bin/biome");
    const rule = ["--only=lint/style/noRestrictedImports", "--max-diagnostics=none", "--reporter=json"];
    const options = { cwd: folder };
    const said = await new Promise<string>((resolve) => {
      execFile(process.execPath, [biome, "lint", "--vcs-enabled=false", ...rule, "."], options, (_, stdout) =>
        resolve(stdout),
      );
    });
    const { diagnostics } = report.parse(JSON.parse(said));
    return new Set(
      diagnostics.map(
        ({ location: { path, start } }) => `${path} ${files.get(path)?.[start.line - 1]?.target}`,
      ),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

const report = z.object({
  diagnostics: z.array(
    z.object({ location: z.object({ path: z.string(), start: z.object({ line: z.number() }) }) }),
  ),
});

function pathTo({ from, target }: Import): string {
  if (!target.endsWith(".ts")) return target;
  const path = posix.relative(posix.dirname(from), target);
  return path.startsWith(".") ? path : `./${path}`;
}
