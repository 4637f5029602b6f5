import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import mongoose from "mongoose";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { databaseUri, startMongod } from "../../dev/emulators/mongodb/mongod.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { DatabaseUnavailable } from "../../src/services/errors.ts";
import { emptyCollections } from "../support/empty-collections.ts";
import { changes } from "../support/faults/changes.ts";
import { hearing } from "../support/faults/hearing.ts";
import { brokenInvariants } from "../support/faults/invariants.ts";
import { Dice, full, PATIENCE_MS, say, seeded, times } from "../support/faults/run.ts";
import { headingOf, nonceAt, send } from "../support/web/form.ts";
import { openSite, type Site } from "../support/web/site.ts";

/** Beside other tests on a slow machine, as long as it takes. */
const LONGEST_ANSWER_MS = times({ quick: PATIENCE_MS, full: 10_000 });

const pressed = ["invite", "cancel", "change someone's groups", "accept"];
if (full) pressed.push("remove in a review");

const serverStatus = z.object({
  pid: z.coerce.number(),
  transactions: z.object({ currentOpen: z.number() }),
});

const ours = !process.env.TEST_MONGODB_URI;
const mongod = await startMongod({ log: say });
const admin = new mongoose.mongo.MongoClient(mongod.uri);
const status = async () => serverStatus.parse(await admin.db("admin").command({ serverStatus: 1 }));
const dice = new Dice();
let site: Site;
beforeAll(async () => {
  site = await openSite(
    `${databaseUri(mongod.uri, `${mongod.databasePrefix}-frozen`)}&monitorCommands=true`,
    { requestLimits: { perAddress: 2_000, perLink: 2_000 } },
  );
  // So long it keeps what a client that is gone has locked.
  await admin.db("admin").command({ setParameter: 1, transactionLifetimeLimitSeconds: 5 });
});
// Whatever is looked through is what one change wrote, not what all before it did.
beforeEach(emptyCollections);
afterAll(async () => {
  await site.close();
  await admin.close();
  await mongod.stop();
});

async function commandsOf(press: () => Promise<unknown>): Promise<string[]> {
  const names: string[] = [];
  await hearing(press, ({ commandName }) => names.push(commandName));
  return names;
}

/** Stops a process, and waits until it stands: on a machine with much to do, that takes a while. */
function freeze(pid: number): void {
  process.kill(pid, "SIGSTOP");
  while (!execFileSync("ps", ["-o", "state=", "-p", String(pid)], { encoding: "utf8" }).startsWith("T"));
}

type Answer = { kind: "done" | "not done" | "unsure"; sentence: string; ms: number };

/** Presses, and freezes MongoDB right before its command of this number arrives, until the press has its answer. */
async function pressesAndFreezes(press: () => Promise<unknown>, at: number): Promise<Answer> {
  const { pid } = await status();
  let sent = 0;
  const began = performance.now();
  try {
    await hearing(press, () => {
      if (sent++ === at) freeze(pid);
    });
    return { kind: "done", sentence: "done", ms: performance.now() - began };
  } catch (error) {
    const unsure = error instanceof DatabaseUnavailable && error.facts.unsure;
    const sentence = error instanceof Error ? error.message : String(error);
    return { kind: unsure ? "unsure" : "not done", sentence, ms: performance.now() - began };
  } finally {
    process.kill(pid, "SIGCONT");
    await expect.poll(async () => (await status()).transactions.currentOpen).toBe(0);
  }
}

describe.runIf(ours)(`MongoDB freezes in the middle of a change (${seeded})`, () => {
  test.each(pressed)(
    "%s: gets a true answer in time, changes all or nothing, and pressed again does it only once",
    async (name) => {
      const prepare = changes[name] ?? expect.fail(`there is no ${name}`);
      const commands = await commandsOf((await prepare()).press);
      const all = commands.slice(0, commands.lastIndexOf("commitTransaction") + 1);
      for (const { command, at } of sampled(all)) {
        const where = `${name}, at ${command}, ${at + 1} of ${all.length}`;
        const { press, once } = await prepare();
        const { kind, sentence, ms } = await pressesAndFreezes(press, at);
        say(`${where}: ${sentence} (${Math.round(ms)} ms)`);
        expect.soft(ms, where).toBeLessThan(LONGEST_ANSWER_MS);
        expect(kind === "unsure", where).toBe(command === "commitTransaction");
        if (kind !== "unsure") expect(await once(), `${where}: ${sentence}`).toBe(kind === "done" ? 1 : 0);
        expect(await brokenInvariants(), where).toEqual([]);
        await press().catch(() => undefined);
        expect(await once(), `${where}, pressed again`).toBe(1);
      }
      expect(await brokenInvariants()).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    "Register, on its page: gets an answer in time, and pressed again does it only once",
    async () => {
      const registers = async () => {
        const { inviteId, url } = await site.invites(`${randomUUID()}@example.com`);
        const fields = { nonce: await nonceAt(url), name: "Eve Adams", timeZone: "Europe/London" };
        return { inviteId, press: async () => headingOf((await send(url, fields)).page) };
      };
      const commands = await commandsOf((await registers()).press);
      for (const { command, at } of sampled(commands)) {
        const where = `Register, at ${command}, ${at + 1} of ${commands.length}`;
        const { inviteId, press } = await registers();
        let heading = "";
        const { ms } = await pressesAndFreezes(async () => {
          heading = await press();
        }, at);
        say(`${where}: ${heading} (${Math.round(ms)} ms)`);
        expect.soft(ms, where).toBeLessThan(LONGEST_ANSWER_MS);
        expect(heading, where).toBe("Please try again in a minute");
        expect(await press(), `${where}, pressed again`).toBe("You’re in");
        expect(await AuditEvent.countDocuments({ "target.id": inviteId, action: "invite.accepted" })).toBe(1);
        expect(await brokenInvariants(), where).toEqual([]);
      }
    },
    PATIENCE_MS,
  );
});

/** All of them, or the last alone, which is the commit or what is read after it: each takes eight seconds. */
function sampled(commands: readonly string[]): { command: string; at: number }[] {
  const share = times({ quick: 0, full: commands.length });
  const cases = commands.map((command, at) => ({ command, at }));
  const before = cases.slice(0, -1).sort(() => dice.roll() - 0.5);
  return [...cases.slice(-1), ...before].slice(0, 1 + share);
}
