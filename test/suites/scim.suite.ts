import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { pythonWith, runSuite } from "../support/programs.ts";
import { startScim } from "../support/scim/start-scim.ts";

const scim = await startScim();

test("scim2-tester finds no error: discovery, every attribute by itself, PATCH, search", async () => {
  const python = await pythonWith("test/suites/scim.txt");
  const { token } = await scim.provider();
  const env = { ...python.env, SCIM_CLI_HEADERS: `Authorization: Bearer ${token}` };
  const { code, said } = await runSuite(
    { ...python, env },
    [
      ...["-c", "import sys; from scim2_cli import cli; sys.exit(cli())"],
      ...["--url", `${scim.url}/scim/v2`, "test"],
    ],
    tmpdir(),
  );
  expect(code).toBe(0);
  expect(said).not.toMatch(/^(?:ERROR|CRITICAL)/m);
});

test("scim-sanity finds no error", async () => {
  const python = await pythonWith("test/suites/scim.txt");
  const { token } = await scim.provider();
  const { code } = await runSuite(
    python,
    [
      ...["-m", "scim_sanity", "probe", `${scim.url}/scim/v2`],
      ...["--token", token, "--i-accept-side-effects"],
    ],
    tmpdir(),
  );
  expect(code).toBe(0);
});
