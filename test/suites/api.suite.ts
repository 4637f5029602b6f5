import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { clientPermissions } from "../../src/services/permissions.ts";
import { startApi } from "../support/api.ts";
import { registered } from "../support/people.ts";
import { npmPackages, pythonWith, runSuite } from "../support/programs.ts";

const api = await startApi();

async function scratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "iam-bot-suites-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

test("Redocly's linter finds nothing in the document", async () => {
  const folder = await scratch();
  const file = join(folder, "openapi.json");
  await writeFile(file, await (await fetch(`${api.url}/api/v1/openapi.json`)).text());
  const command = join(await npmPackages("test/suites/redocly"), ".bin", "redocly");
  const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
  const { code, said } = await runSuite({ command, env }, ["lint", file], folder);
  expect(code).toBe(0);
  expect(said).not.toMatch(/You have \d+ warning/);
});

test("schemathesis finds nothing: every check, good and bad data, one operation after the other", async () => {
  const python = await pythonWith("test/suites/schemathesis.txt");
  const { token } = await api.client(...clientPermissions);
  for (const name of ["Ada Adler", "Ben Brandt", "Cleo Chen"]) await registered(name);
  const args = [
    ...["-c", "import sys; from schemathesis.cli import schemathesis; sys.exit(schemathesis())"],
    ...["--config-file", resolve("test/suites/schemathesis.toml")],
    ...["run", `${api.url}/api/v1/openapi.json`],
    ...["--header", `Authorization: Bearer ${token}`, "--no-color"],
  ];
  const { code } = await runSuite(python, args, await scratch());
  expect(code).toBe(0);
});
