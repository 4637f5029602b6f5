import mongoose, { type mongo } from "mongoose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { databaseUri, startMongod } from "../../dev/emulators/mongodb/mongod.ts";
import { DatabaseUnavailable } from "../../src/services/errors.ts";
import { closeDatabase, openDatabase } from "../../src/services/operations/database.ts";
import { changes } from "../support/faults/changes.ts";
import { brokenInvariants } from "../support/faults/invariants.ts";
import { Dice, PATIENCE_MS, say, seeded, times } from "../support/faults/run.ts";

/** Beside other tests on a slow machine, as long as it takes. */
const LONGEST_ANSWER_MS = times({ quick: PATIENCE_MS, full: 10_000 });

const pressed = ["invite", "cancel", "change someone's groups", "accept"];

const serverStatus = z.object({
  pid: z.coerce.number(),
  transactions: z.object({ currentOpen: z.number() }),
});

const ours = !process.env.TEST_MONGODB_URI;
const mongod = await startMongod({ log: say });
const admin = new mongoose.mongo.MongoClient(mongod.uri);
const status = async () => serverStatus.parse(await admin.db("admin").command({ serverStatus: 1 }));
const dice = new Dice();
beforeAll(async () => {
  await openDatabase(`${databaseUri(mongod.uri, `${mongod.databasePrefix}-frozen`)}&monitorCommands=true`);
});
afterAll(async () => {
  await closeDatabase();
  await admin.close();
  await mongod.stop();
});

/** Calls a listener right before each command that a press sends. */
async function hearing<T>(press: () => Promise<T>, hears: (name: string) => void): Promise<T> {
  const listener = ({ commandName }: mongo.CommandStartedEvent) => hears(commandName);
  const client = mongoose.connection.getClient().on("commandStarted", listener);
  try {
    return await press();
  } finally {
    client.off("commandStarted", listener);
  }
}

async function commandsOf(press: () => Promise<unknown>): Promise<string[]> {
  const names: string[] = [];
  await hearing(press, (name) => names.push(name));
  return names.slice(0, names.lastIndexOf("commitTransaction") + 1);
}

type Answer = { kind: "done" | "not done" | "unsure"; sentence: string; ms: number };

/** Presses, and freezes MongoDB right before its command of this number arrives, until the press has its answer. */
async function pressesAndFreezes(press: () => Promise<unknown>, at: number): Promise<Answer> {
  const { pid } = await status();
  let sent = 0;
  const began = performance.now();
  try {
    await hearing(press, () => {
      if (sent++ === at) process.kill(pid, "SIGSTOP");
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

const nameOf = (error: unknown) => (error instanceof Error ? error.name : String(error));

describe.runIf(ours)(`MongoDB freezes in the middle of a change (${seeded})`, () => {
  test.each(pressed)(
    "%s: an answer in time that is true, all of it or nothing, and done once when pressed again",
    async (name) => {
      const prepare = changes[name] ?? expect.fail(`there is no ${name}`);
      const commands = await commandsOf((await prepare()).press);
      const all = commands.map((command, at) => ({ command, at }));
      for (const { command, at } of sampled(all)) {
        const where = `${name}, at ${command}, ${at + 1} of ${commands.length}`;
        const { press, once } = await prepare();
        const { kind, sentence, ms } = await pressesAndFreezes(press, at);
        say(`${where}: ${sentence} (${Math.round(ms)} ms)`);
        expect.soft(ms, where).toBeLessThan(LONGEST_ANSWER_MS);
        expect(kind === "unsure", where).toBe(command === "commitTransaction");
        if (kind !== "unsure") expect(await once(), `${where}: ${sentence}`).toBe(kind === "done" ? 1 : 0);
        expect(await brokenInvariants(), where).toEqual([]);
        await press().catch(nameOf);
        expect(await once(), `${where}, pressed again`).toBe(1);
      }
      expect(await brokenInvariants()).toEqual([]);
    },
    PATIENCE_MS,
  );
});

/** All of them, or the last, which is the commit, and another. */
function sampled<T>(cases: readonly T[]): T[] {
  const share = times({ quick: 1, full: cases.length });
  const before = cases.slice(0, -1).sort(() => dice.roll() - 0.5);
  return [...cases.slice(-1), ...before].slice(0, 1 + share);
}
