import { afterAll, beforeAll, expect, test } from "vitest";
import { builtInGroupIds } from "../../src/models/group.ts";
import { LastUse } from "../../src/models/last-use.ts";
import { User } from "../../src/models/user.ts";
import { createGroup } from "../../src/services/groups/write-group.ts";
import { closeDatabase, openDatabase } from "../../src/services/operations/database.ts";
import { mia } from "../support/acting.ts";
import { runCompiled } from "../support/run-compiled.ts";
import { patientNode } from "../support/setup/compiled.ts";
import { freshDatabase } from "../support/setup/database.ts";
import { seedUsers } from "../support/slack/seed.ts";

const { uri } = freshDatabase();
beforeAll(async () => {
  await openDatabase(uri);
  const { groupId } = await createGroup(mia, {
    name: "Apollo Readers",
    description: "",
    services: { all: false, names: ["Tickets"] },
    projects: { all: false, names: ["Apollo"] },
    regions: { all: true, names: [] },
    actions: { all: false, names: ["read"] },
  });
  await seedUsers(["Eve Adams"], groupId, { email: "eve@acme.io" });
  await seedUsers(["Ben Weber"], builtInGroupIds.users, { email: "ben@acme.io", status: "suspended" });
});
afterAll(closeDatabase);

/** Runs `npm run --silent decide -- …` with MONGODB_URI alone. */
const decide = (...words: string[]) => runCompiled("decide.js", words, { MONGODB_URI: uri, ...patientNode });

test("--help prints how to call it", async () => {
  expect(await decide("--help")).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^Say who, and which service:\n {2}npm run --silent decide -- /),
    stderr: "",
  });
});

test("an unknown option is named, with how to call the command", async () => {
  expect(await decide("eve@acme.io", "Tickets", "--projet", "Apollo")).toEqual({
    code: 1,
    stdout: "",
    stderr: expect.stringMatching(/^Unknown option '--projet'\. Say who, and which service:\n {2}npm run/),
  });
});

test.each([
  ["--project", ["--project", "Gemini", "--project", "Apollo"]],
  ["--action", ["--action=write", "--region", "mars", "--action=read"]],
])("%s given twice is refused, as only the last would count", async (option, words) => {
  expect(await decide("eve@acme.io", "Tickets", ...words)).toEqual({
    code: 1,
    stdout: "",
    stderr: expect.stringMatching(new RegExp(`^${option} is given more than once\\. Say who, and which`)),
  });
});

test("an unknown MongoDB host is told apart from a silent server", async () => {
  const { code, stderr } = await runCompiled("decide.js", ["eve@acme.io", "Tickets"], {
    MONGODB_URI: "mongodb+srv://iam.invalid/iam",
    ...patientNode,
  });
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringMatching(/ \(E[A-Z]+\)\. Check the address/),
  });
});

test("an operator asks in a terminal: the answer says why, and the exit code is 0 or 3", async () => {
  expect(await decide("eve@acme.io", "Tickets", "--project", "Apollo", "--action", "read")).toEqual({
    code: 0,
    stdout: expect.stringMatching(
      /^Yes: eve@acme\.io, Tickets in project Apollo\. Given by group Apollo Readers since 3 March( 2026)?\.\n$/,
    ),
    stderr: "",
  });
  // As people type it.
  expect((await decide("Eve@acme.io", "tickets", "--region", "mars")).code).toBe(0);
  const denied = async (...words: string[]) => {
    const { code, stdout } = await decide(...words);
    expect(code).toBe(3);
    return stdout;
  };
  expect(await denied("eve@acme.io", "Tickets", "--project", "Gemini")).toBe(
    "No: eve@acme.io, Tickets in project Gemini. No group gives Tickets in project Gemini.\n",
  );
  expect(await denied("eve@acme.io", "Tickets", "--action", "write")).toContain("for read, not for write");
  expect(await denied("ben@acme.io", "Tickets")).toContain("The user is suspended.");
  expect(await denied("nobody@acme.io", "Tickets")).toContain("Nobody is registered by this id.");
  const until = new Date("2026-04-01T00:00:00Z");
  await User.updateOne({ email: "eve@acme.io" }, { $set: { "memberships.0.until": until } });
  expect(await denied("eve@acme.io", "Tickets")).toContain(
    "Group Apollo Readers gave Tickets until 31 March 2026 (UTC).",
  );
  expect(await LastUse.countDocuments()).toBe(0);
});

test("an empty variable counts as unset, as for the app", async () => {
  const ask = (env: Record<string, string>) =>
    runCompiled("decide.js", ["eve@acme.io", "Tickets"], { MONGODB_URI: uri, ...env, ...patientNode });
  expect(await ask({ TIME_ZONE: "" })).toMatchObject({ stderr: "" });
  expect(await ask({ MONGODB_URI: " " })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("MONGODB_URI is missing."),
  });
});

test("a faulty question is explained, with an exit code that is not a decision", async () => {
  expect(await decide("eve@acme.io")).toMatchObject({ code: 1, stderr: expect.stringContaining("Say who") });
  expect((await decide("eve@acme.io", "Tickets", "--projekt", "Apollo")).code).toBe(1);
  const blank = [
    ["eve@acme.io", " "],
    ["eve@acme.io", "Tickets", "--project", ""],
    ["eve@acme.io", "Tickets", "--region", " "],
    ["eve@acme.io", "Tickets", "--action", "\t"],
  ];
  for (const words of blank)
    expect([words, await decide(...words)]).toMatchObject([
      words,
      { code: 1, stdout: "", stderr: expect.stringContaining("Say who") },
    ]);
  const nowhere = { MONGODB_URI: "mongodb://127.0.0.1:1", ...patientNode };
  expect(await runCompiled("decide.js", ["eve@acme.io", "Tickets"], nowhere)).toMatchObject({
    code: 1,
    stdout: "",
    stderr: expect.stringContaining("No MongoDB answered"),
  });
});
