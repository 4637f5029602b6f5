import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const base = ["models", "locales", "services"];
const early = [
  ...base,
  "services/profiles",
  "services/groups",
  "services/approvals",
  "services/invites",
  "services/audit",
];
const late = [
  ...early,
  "services/users",
  "services/clients",
  "services/decisions",
  "services/provisioning",
  "services/webhooks",
  "services/mail",
  "services/operations",
];
const services = [
  ...late,
  "services/runs",
  "services/imports",
  "services/changes",
  "services/requests",
  "services/reviews",
  "services/exports",
  "services/home",
];
const drawing = [...services, "config", "slack/kit", "slack/state", "slack/messages"];
const screens = [
  "audit",
  "changes",
  "clients",
  "exports",
  "groups",
  "help",
  "home",
  "imports",
  "invites",
  "requests",
  "reviews",
  "users",
  "webhooks",
  "workflows",
].map((each) => `slack/${each}`);

/** Which other rooms of `src` and `dev` a room may import from. */
const mayImport: Record<string, string[]> = {
  models: [],
  locales: [],
  services: ["models", "locales"],
  "services/profiles": base,
  "services/groups": base,
  "services/approvals": [...base, "services/groups"],
  "services/invites": [...base, "services/profiles", "services/groups", "services/approvals"],
  "services/audit": [...base, "services/groups"],
  "services/runs": [...base, "services/groups"],
  "services/imports": [...base, "services/groups", "services/approvals", "services/invites", "services/runs"],
  "services/changes": [...early, "services/users", "services/runs"],
  "services/users": early,
  "services/requests": [...early, "services/users"],
  "services/reviews": [...early, "services/users"],
  "services/exports": [...early, "services/users", "services/runs", "services/requests", "services/reviews"],
  "services/clients": [...early, "services/users"],
  "services/provisioning": [...early, "services/users"],
  "services/webhooks": base,
  "services/mail": early,
  "services/operations": [...early, "services/webhooks"],
  "services/decisions": [...base, "services/groups"],
  "services/home": [...late, "services/requests"],
  config: services,
  http: [...services, "config"],
  mail: ["locales"],
  sendgrid: [...services, "http", "mail"],
  "slack/kit": [...services, "config", "http"],
  "slack/state": [...services, "slack/kit"],
  "slack/messages": drawing,
  ...Object.fromEntries(screens.map((screen) => [screen, [...drawing, ...screens]])),
  slack: [...drawing, ...screens],
  api: [...services, "config", "http", "web"],
  web: [...services, "config", "http"],
  webhooks: ["services/webhooks"],
  worker: [...drawing, "mail", "sendgrid", "webhooks"],
  cli: [...drawing, ...screens],
  app: [...drawing, ...screens, "slack", "api", "web", "worker", "http", "mail", "sendgrid", "webhooks"],
  "dev/tools": [],
  "dev/emulators/mongodb": ["dev/tools"],
  "dev/emulators/sendgrid": ["dev/tools"],
  "dev/emulators/slack": ["dev/tools"],
  "dev/demo": [
    ...services,
    "slack/kit",
    "slack/state",
    "cli",
    ...["mongodb", "sendgrid", "slack"].map((each) => `dev/emulators/${each}`),
    "dev/tools",
  ],
};

/** Packages that know no channel. */
const neutral =
  /^(node:(async_hooks|buffer|crypto|events|stream|timers\/promises|url|util|zlib)|csv-(parse|stringify)(\/sync)?|mongoose|zod|libphonenumber-js\/max)$/;

const files = ["src", "dev"].flatMap((top) =>
  readdirSync(top, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(top, name)),
);
const imports = new Map(files.map((file) => [file, importsOf(file)]));
const roomImports = new Map<string, Set<string>>();
for (const [file, { local }] of imports)
  for (const other of local) {
    const known = roomImports.get(roomOf(file)) ?? new Set();
    roomImports.set(roomOf(file), known.add(roomOf(other)));
  }

test("every room imports only from those that it may", () => {
  const wrong = [...imports].flatMap(([file, { local }]) =>
    local
      .filter((other) => roomOf(other) !== roomOf(file) && !mayImport[roomOf(file)]?.includes(roomOf(other)))
      .map((other) => `${file} → ${other}`),
  );
  expect(wrong).toEqual([]);
});

test("no files import each other in a circle, types included", () => {
  expect(circles(new Map([...imports].map(([file, { local }]) => [file, local])))).toEqual([]);
});

test("no rooms import each other in a circle", () => {
  expect(circles(roomImports)).toEqual([]);
});

test("services and models use no package of a channel", () => {
  const packages = [...imports].flatMap(([file, { external }]) =>
    /^src\/(services|models)\//.test(file) ? external.map((name) => `${file}: ${name}`) : [],
  );
  expect(packages.length).toBeGreaterThan(0);
  expect(packages.filter((each) => !neutral.test(each.replace(/^.*: /, "")))).toEqual([]);
});

/** The room of a file: the longest folder that the table names; what is loose in `src` is "app". */
function roomOf(file: string): string {
  const path = file.replace(/^src\//, "");
  for (let folder = dirname(path); folder !== "."; folder = dirname(folder))
    if (Object.hasOwn(mayImport, folder)) return folder;
  return "app";
}

/** Reads the imports of a file, types and dynamic ones included, as Biome formats them. */
function importsOf(file: string): { local: string[]; external: string[] } {
  const found = readFileSync(file, "utf8").matchAll(
    /^(?:import|export) (?:[^"';]* from )?"([^"]+)"|\bimport\("([^"]+)"\)/gm,
  );
  const names = [...found].map(([, name, dynamic = ""]) => name ?? dynamic);
  return {
    local: names.filter((name) => /^\..*\.tsx?$/.test(name)).map((name) => join(dirname(file), name)),
    external: names.filter((name) => !name.startsWith(".")),
  };
}

/** Repeatedly removes files that import nothing left, or that nothing left imports: circles remain. */
function circles(graph: ReadonlyMap<string, Iterable<string>>): string[] {
  let left = [...graph].flatMap(([from, others]) =>
    [...others].filter((to) => to !== from).map((to) => ({ from, to })),
  );
  for (let before = Number.POSITIVE_INFINITY; left.length < before; ) {
    before = left.length;
    const [importing, imported] = [new Set(left.map(({ from }) => from)), new Set(left.map(({ to }) => to))];
    left = left.filter(({ from, to }) => importing.has(to) && imported.has(from));
  }
  return left.map(({ from, to }) => `${from} → ${to}`);
}
