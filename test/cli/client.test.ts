import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Client } from "../../src/models/client.ts";
import { forgetClient } from "../../src/services/client-rights.ts";
import { authenticate } from "../../src/services/clients/authenticate.ts";
import { closeDatabase, openDatabase } from "../../src/services/operations/database.ts";
import { clientPermissions } from "../../src/services/permissions.ts";
import { runCompiled } from "../support/run-compiled.ts";
import { patientNode } from "../support/setup/compiled.ts";
import { freshDatabase } from "../support/setup/database.ts";

const { uri } = freshDatabase();
beforeAll(() => openDatabase(uri));
afterAll(closeDatabase);
beforeEach(async () => {
  await Client.deleteMany();
  await AuditEvent.deleteMany();
});

/** Runs `npm run --silent client -- …` with MONGODB_URI alone. */
const run = (...words: string[]) => runCompiled("client.js", words, { MONGODB_URI: uri, ...patientNode });

const create = (...more: string[]) =>
  run("create", "--name", "Portal", "--permissions", "users:read,decisions", ...more);
const works = async (token: string) => {
  forgetClient(token.slice(4, 28));
  return (await authenticate(token.trim(), "192.0.2.1")) !== null;
};

test("an operator creates a client: stdout has its token and nothing else", async () => {
  const { code, stdout, stderr } = await create("--expires-days", "90");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^iam_[0-9a-f]{96}\n$/);
  expect(await authenticate(stdout.trim(), "192.0.2.1")).toMatchObject({
    name: "Portal",
    permissions: ["users:read", "decisions"],
    owner: { kind: "operator" },
  });
  expect(await AuditEvent.find().lean()).toMatchObject([
    {
      action: "client.created",
      actor: { kind: "operator", name: "the operator" },
      target: { label: "Portal" },
    },
  ]);
});

test("a client that can change things comes with a warning, and so does one that never expires", async () => {
  const { stdout, stderr } = await run("create", "--name", "HR", "--permissions", "users:write");
  expect(stdout).toMatch(/^iam_[0-9a-f]{96}\n$/);
  expect(stderr).toBe(
    "Anyone with this token can change things. Keep it where only the client can read it.\nThis token never expires. Revoke it once nobody uses it.\n",
  );
});

test("a client that only reads comes without one, whatever it reads", async () => {
  const reading = [...clientPermissions.filter((each) => each.endsWith(":read")), "decisions"].join(",");
  const { stderr } = await run("create", "--name", "BI", "--permissions", reading, "--expires-days", "30");
  expect(stderr).toBe("");
});

test("it lists, rotates and revokes clients, audited as the operator's actions", async () => {
  const { stdout: first } = await create("--expires-days", "30");
  const id = first.slice(4, 28);
  const listed = await run("list");
  expect(listed.stdout).toMatch(
    new RegExp(`^${id}\tPortal\tusers:read,decisions\tthe operator\texpires 20\\S+Z\tnever used\n$`),
  );

  const rotated = await run("rotate", id);
  expect(rotated.stdout).toMatch(/^iam_[0-9a-f]{96}\n$/);
  expect(rotated.stderr).toMatch(/^The previous token works until 20\S+Z\.\n$/);
  expect([await works(first), await works(rotated.stdout)]).toEqual([true, true]);

  const again = await run("rotate", id, "--older-ends-hours", "0");
  expect(again.stderr).toBe("The previous token no longer works.\n");
  expect([await works(first), await works(rotated.stdout), await works(again.stdout)]).toEqual([
    false,
    false,
    true,
  ]);

  expect(await run("revoke", id)).toEqual({
    code: 0,
    stdout: "Revoked Portal. Its tokens no longer work.\n",
    stderr: "",
  });
  expect(await works(again.stdout)).toBe(false);
  expect((await run("list")).stdout).toBe("");
  const second = await run("revoke", id);
  expect(second).toMatchObject({ code: 1, stdout: "" });
  expect(second.stderr).toMatch(/^the operator revoked the API client Portal on .+\.\n$/i);
  const events = await AuditEvent.find().sort({ at: 1, _id: 1 }).lean();
  expect(events.map(({ action, actor }) => `${action} by ${actor.kind}`)).toEqual([
    "client.created by operator",
    "client.rotated by operator",
    "client.rotated by operator",
    "client.revoked by operator",
  ]);
});

test.each<[string, string[], RegExp]>([
  ["nothing", [], /^Choose what to do with API clients:\n {2}npm run --silent client -- create/],
  ["an unknown word", ["destroy"], /^Choose what to do with API clients:/],
  ["no name", ["create", "--permissions", "users:read"], /^--name is missing\./],
  ["an empty name", ["create", "--name", " ", "--permissions", "users:read"], /^Enter a name\.\n$/],
  ["no permissions", ["create", "--name", "Portal"], /^--permissions is missing\./],
  [
    "a permission that does not exist",
    ["create", "--name", "Portal", "--permissions", "users:read,users:all"],
    /^There is no permission “users:all”\. Choose from: invites:read, /,
  ],
  [
    "one that only admins have",
    ["create", "--name", "Portal", "--permissions", "clients:write"],
    /^There is no permission “clients:write”/,
  ],
  [
    "an expiry that is not a number",
    ["create", "--name", "P", "--permissions", "scim", "--expires-days", "x"],
    /^--expires-days takes a whole number\n$/,
  ],
  [
    "an expiry of no days",
    ["create", "--name", "P", "--permissions", "scim", "--expires-days", "0"],
    /^Choose 1 to 365 days/,
  ],
  ["an unknown option", ["create", "--nmae", "P"], /--nmae/],
  ["an option of another word", ["list", "--name", "P"], /^Choose what to do with API clients:/],
  [
    "a name without --name",
    ["create", "Portal", "--name", "P", "--permissions", "scim"],
    /^Choose what to do with API clients:/,
  ],
  ["no id", ["revoke"], /^Choose what to do with API clients:/],
  ["an id that is none", ["revoke", "Portal"], /^An ID has 24 digits/],
  ["an id that nobody has", ["revoke", "0".repeat(24)], /^This API client no longer exists\./],
  ["a word too many", ["list", "a", "b"], /^Choose what to do with API clients:/],
])("%s is answered with a sentence, exit code 1, and nothing on stdout", async (_, words, sentence) => {
  const { code, stdout, stderr } = await run(...words);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(sentence);
  expect(await Client.countDocuments()).toBe(0);
});

test("--help prints how to call it", async () => {
  const { code, stdout, stderr } = await run("create", "--help");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^Choose what to do with API clients:/);
});

test("two clients can't have the same name, but revoking one frees it", async () => {
  const { stdout } = await create();
  const taken = await run("create", "--name", "pOrtál", "--permissions", "scim");
  expect(taken).toMatchObject({ code: 1, stdout: "" });
  expect(taken.stderr).toMatch(/^Another client has this name/);
  await run("revoke", stdout.slice(4, 28));
  expect((await create()).code).toBe(0);
});

test("without a database it says what is missing; without a command, how to call it", async () => {
  expect(await runCompiled("client.js", [], { ...patientNode })).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^Choose what to do with API clients:/),
  });
  const { code, stderr } = await runCompiled("client.js", ["list"], { ...patientNode });
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^MONGODB_URI is missing/) });
});
