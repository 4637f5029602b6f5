import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, openSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Client } from "../../src/models/client.ts";
import { closeDatabase, openDatabase } from "../../src/services/operations/database.ts";
import { compiled, patientNode } from "../support/setup/compiled.ts";
import { freshDatabase } from "../support/setup/database.ts";

const { uri } = freshDatabase();
beforeAll(() => openDatabase(uri));
afterAll(closeDatabase);

const environment = { MONGODB_URI: uri, AUDIT_KEY: Buffer.alloc(32, 7).toString("base64"), ...patientNode };

/** Runs one of the compiled app's commands to its end, with its output going where the test says. */
async function run(stdout: "closed" | number, script: string, ...args: string[]) {
  const child = spawn(process.execPath, [`${compiled}/${script}`, ...args], {
    env: environment,
    stdio: ["ignore", stdout === "closed" ? "pipe" : stdout, "pipe"],
  });
  child.stdout?.destroy();
  let stderr = "";
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  const [code] = await once(child, "close");
  return { code, stderr };
}

const manifest = ["print-manifest.js", "--url", "https://iam.acme.io"] as const;

describe("a reader that closes the pipe, as `head` does", () => {
  test("does not end a command half-way, and is no error", async () => {
    expect(await run("closed", "audit-begin.js", "--reason", "a test")).toEqual({ code: 0, stderr: "" });
    expect(await AuditEvent.countDocuments({ action: "audit.begun", sequence: { $gt: 0 } })).toBe(1);
    expect(await run("closed", ...manifest)).toEqual({ code: 0, stderr: "" });
  });

  test("leaves a command its exit code", async () => {
    const { code, stderr } = await run("closed", "audit-verify.js", "--since", "99:");
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  });
});

describe.runIf(existsSync("/dev/full"))("a full disk", () => {
  const lost = /^The output can't be written \(ENOSPC\)\. .* what it printed is lost\.$/m;

  test("fails each command with a sentence, once", async () => {
    for (const [script, ...args] of [manifest, ["audit-verify.js"] as const]) {
      const { code, stderr } = await run(openSync("/dev/full", "w"), script, ...args);
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(lost) });
      expect(stderr.split("\n")).toHaveLength(2);
    }
  });

  test("says that the client was made and its token lost", async () => {
    const { code, stderr } = await run(
      openSync("/dev/full", "w"),
      "client.js",
      "create",
      "--name",
      "Portal",
      "--permissions",
      "users:read",
    );
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(lost) });
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(await Client.countDocuments()).toBe(1);
  });
});
