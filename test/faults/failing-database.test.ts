import type { mongo } from "mongoose";
import mongoose from "mongoose";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { databaseUri, startMongod } from "../../dev/emulators/mongodb/mongod.ts";
import { DatabaseUnavailable, isDomainError } from "../../src/services/errors.ts";
import { closeDatabase, openDatabase } from "../../src/services/operations/database.ts";
import { emptyCollections } from "../support/empty-collections.ts";
import { changes } from "../support/faults/changes.ts";
import { hearing } from "../support/faults/hearing.ts";
import { brokenInvariants } from "../support/faults/invariants.ts";
import { Dice, PATIENCE_MS, say, seeded, times } from "../support/faults/run.ts";

/** Beside other tests on a slow machine, as long as it takes. */
const LONGEST_CALL_MS = times({ quick: PATIENCE_MS, full: 10_000 });
const APP = "under-test";

const faults: Record<string, { only?: string; data: Record<string, unknown> }> = {
  "the connection is closed": { data: { closeConnection: true } },
  "a write conflict": { data: { errorCode: 112, errorLabels: ["TransientTransactionError"] } },
  "not primary any more": { data: { errorCode: 10_107 } },
  "interrupted at shutdown": { data: { errorCode: 11_600 } },
  "the commit's outcome is unknown": {
    only: "commitTransaction",
    data: { writeConcernError: { code: 91, errmsg: "interrupted at shutdown" } },
  },
};

// Failpoints are the server's: it is ours alone.
const mongod = await startMongod({ log: say });
const admin = new mongoose.mongo.MongoClient(mongod.uri);
const dice = new Dice();
beforeAll(async () => {
  const uri = databaseUri(mongod.uri, `${mongod.databasePrefix}-faults`);
  await openDatabase(`${uri}&appName=${APP}&monitorCommands=true&heartbeatFrequencyMS=500`);
});
// Whatever is looked through is what one change wrote, not what all before it did.
beforeEach(emptyCollections);
afterAll(async () => {
  await closeDatabase();
  await admin.close();
  await mongod.stop();
});

interface Command {
  name: string;
  /** How many of the same name come before it. */
  before: number;
}

/** The commands of a change's transaction, in order. */
async function commandsOf(press: () => Promise<unknown>): Promise<Command[]> {
  const sent: string[] = [];
  const commands: Command[] = [];
  await hearing(press, ({ commandName: name, command }) => {
    if (command.autocommit === false)
      commands.push({ name, before: sent.filter((each) => each === name).length });
    sent.push(name);
  });
  return commands;
}

async function failpoint(mode: unknown, data: Record<string, unknown> = {}): Promise<void> {
  await admin.db("admin").command({ configureFailPoint: "failCommand", mode, data });
}

/** Presses while the database fails once: at this command, after so many others of its name. */
async function pressesWhileFailing(
  press: () => Promise<unknown>,
  { name, before }: Command,
  data: Record<string, unknown>,
): Promise<{ outcome: "done" | string; unsure: boolean; ms: number }> {
  await failpoint({ skip: before }, { failCommands: [name], appName: APP, ...data });
  let lifted: Promise<void> | undefined;
  const lift = () => {
    lifted ??= failpoint("off");
  };
  const hearsReply = ({ reply }: mongo.CommandSucceededEvent) => {
    if (Object.hasOwn(Object(reply), "writeConcernError")) lift();
  };
  const client = mongoose.connection.getClient();
  client.on("commandFailed", lift).on("commandSucceeded", hearsReply);
  const began = performance.now();
  try {
    await press();
    return { outcome: "done", unsure: false, ms: performance.now() - began };
  } catch (error) {
    const unsure = error instanceof DatabaseUnavailable && error.facts.unsure;
    return { outcome: sentenceOf(error), unsure, ms: performance.now() - began };
  } finally {
    client.off("commandFailed", lift).off("commandSucceeded", hearsReply);
    lift();
    await lifted;
  }
}

function sentenceOf(error: unknown): string {
  if (isDomainError(error) || error instanceof DatabaseUnavailable) return error.sentence();
  throw error;
}

describe(`the database fails in the middle of a change (${seeded})`, () => {
  const answers: string[] = [];
  afterAll(() => {
    const done = answers.filter((answer) => answer === "done").length;
    say(`${answers.length} failures injected, ${done} changes done at once, ${seeded}`);
    for (const answer of new Set(answers)) say(answer);
  });

  test.each(Object.entries(changes))(
    "%s: all of it or nothing, an answer in time, and done once when pressed again",
    async (_name, prepare) => {
      const commands = await commandsOf((await prepare()).press);
      const cases = commands.flatMap((command) =>
        Object.entries(faults)
          .filter(([, { only }]) => only === undefined || only === command.name)
          .map(([fault, { data }]) => ({ command, fault, data })),
      );
      expect(commands.at(-1)?.name).toBe("commitTransaction");
      for (const { command, fault, data } of sampled(cases)) {
        const at = `${fault}, at ${command.name} ${command.before + 1}`;
        const { press, once } = await prepare();
        const { outcome, unsure, ms } = await pressesWhileFailing(press, command, data);
        answers.push(outcome);
        expect(ms, at).toBeLessThan(LONGEST_CALL_MS);
        if (!unsure) expect(await once(), `${at}: ${outcome}`).toBe(outcome === "done" ? 1 : 0);
        expect(await brokenInvariants(), `${at}: ${outcome}`).toEqual([]);
        await press().catch(sentenceOf);
        expect(await once(), `${at}, pressed again`).toBe(1);
      }
      expect(await brokenInvariants()).toEqual([]);
    },
    PATIENCE_MS,
  );
});

/** All of them, or a few. */
function sampled<T>(cases: readonly T[]): T[] {
  const share = times({ quick: 1, full: cases.length });
  return [...cases].sort(() => dice.roll() - 0.5).slice(0, share);
}
