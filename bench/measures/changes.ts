import type { Types } from "mongoose";
import { connect, disconnect } from "../../src/models/connection.ts";
import { ensureIndexes } from "../../src/models/indexes.ts";
import { Run } from "../../src/models/run.ts";
import { changeBatch } from "../../src/services/changes/change-batch.ts";
import { createChange } from "../../src/services/changes/create-change.ts";
import { startChange } from "../../src/services/changes/start-change.ts";
import { seedGroups, usersGroupId } from "../../src/services/groups/groups.ts";
import { createImport } from "../../src/services/imports/create-import.ts";
import { importBatch } from "../../src/services/imports/import-batch.ts";
import { readTableOf } from "../../src/services/imports/read-import.ts";
import { startImport } from "../../src/services/imports/start-import.ts";
import { admin } from "../fill.ts";
import { type Bench, type Row, slower } from "../measure.ts";
import { ms, p50 } from "../timing.ts";
import { NO_LIMIT, policy } from "../unlimited.ts";

const PEOPLE = 5_000;
const ROUNDS = 3;
const actor = { ...admin, kind: "account" as const, timeZone: "UTC", owner: true, ineligible: null };
const settings = { policy, owners: [actor.userId], reaches: () => true };

/**
 * Measures resending thousands of invites until all are queued, including the review, against importing as many in the
 * same run.
 */
export async function changes({ say, newDatabase }: Bench): Promise<Row[]> {
  const [imports, resends]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    await connect(newDatabase());
    await ensureIndexes();
    await seedGroups();
    say(
      `changes: ${PEOPLE.toLocaleString("en")} people, imported and resent, round ${round + 1} of ${ROUNDS}`,
    );
    imports.push(await ms(importAll));
    resends.push(await ms(resendAll));
    await disconnect();
  }
  const what = `resending ${PEOPLE.toLocaleString("en")} invites until all are queued, vs importing as many`;
  return [slower("changes", what, { ours: p50(resends), floor: p50(imports), atMost: 2.5 })];
}

async function importAll(): Promise<void> {
  const file = Array.from({ length: PEOPLE }, (_, n) => `p${n}@example.com`).join("\n");
  const read = await readTableOf(file);
  const request = { label: "people.csv", read, groupIds: [usersGroupId], expiryDays: 7, zone: "UTC" };
  const { _id } = await createImport(actor, request, policy, NO_LIMIT);
  await startImport(actor, String(_id), NO_LIMIT);
  await goesOn(_id, (done) => importBatch({ runId: _id, done }, settings));
}

async function resendAll(): Promise<void> {
  const filter = { text: "", which: "pending" as const, mine: false };
  const request = {
    of: "invites" as const,
    filter,
    action: "resend" as const,
    theirInvites: undefined,
    add: [],
    remove: [],
    until: "",
  };
  const { _id } = await createChange(actor, request, { policy, zone: "UTC", reaches: () => true });
  await startChange(actor, String(_id));
  await goesOn(_id, (done) => changeBatch({ runId: _id, done }, settings));
}

/** Carries out a run batch by batch, as the worker does. */
async function goesOn(runId: Types.ObjectId, batch: (done: number) => Promise<void>): Promise<void> {
  for (;;) {
    const { status, done } = await Run.findById(runId, { status: 1, done: 1 }).orFail().lean();
    if (status !== "running") return;
    await batch(done);
  }
}
