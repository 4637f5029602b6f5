import { setTimeout as sleep } from "node:timers/promises";
import mongoose, { type mongo, type Types } from "mongoose";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Batch } from "../../src/models/batch.ts";
import { connect, disconnect } from "../../src/models/connection.ts";
import { Counter } from "../../src/models/counter.ts";
import { ensureIndexes } from "../../src/models/indexes.ts";
import { Invite } from "../../src/models/invite.ts";
import { Job } from "../../src/models/job.ts";
import { Run } from "../../src/models/run.ts";
import { RunLine } from "../../src/models/run-line.ts";
import { seedGroups, usersGroupId } from "../../src/services/groups/groups.ts";
import { createImport } from "../../src/services/imports/create-import.ts";
import { importBatch } from "../../src/services/imports/import-batch.ts";
import { readTableOf } from "../../src/services/imports/read-import.ts";
import { startImport } from "../../src/services/imports/start-import.ts";
import { admin } from "../fill.ts";
import { invite } from "../inviter.ts";
import { type Bench, type Row, slower } from "../measure.ts";
import { command, fresh } from "../requests.ts";
import { slowSendGrid } from "../slow-sendgrid.ts";
import { ms, p50, p99, timed } from "../timing.ts";
import { NO_LIMIT, policy } from "../unlimited.ts";

const PEOPLE = 5_000;
const ROUNDS = 3;
/** How many documents the floor writes in one transaction. */
const AT_ONCE = 500;
/** How many imports run one after the other while the app acknowledges Slack's commands. */
const IMPORTS = 4;
/** About as many at rest as during the imports: the p99 of fewer says more about the moment than about the app. */
const COMMANDS = 4_800;
const AT_A_TIME = 20;
const IN_FLIGHT = 4;
const LOOK_MS = 100;
/** How long SendGrid takes for each email that leaves in the meantime. */
const LATENCY_MS = 50;
const INVITE_EVERY_MS = 300;
const LONGEST_MAIL_MS = 3_000;
const actor = { ...admin, kind: "account" as const, timeZone: "UTC", owner: true, ineligible: null };
const people = PEOPLE.toLocaleString("en");

/**
 * Measures importing thousands until all are queued, and the effect on a process that answers Slack at the same time.
 */
export async function imports(bench: Bench): Promise<Row[]> {
  return [await untilQueued(bench), ...(await beside(bench))];
}

/** Measures from the file until all are queued, alternating with writing the same documents by `insertMany`. */
async function untilQueued({ say, newDatabase }: Bench): Promise<Row> {
  const [took, floor]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    say(`imports: ${people} people, round ${round + 1} of ${ROUNDS}`);
    await emptyDatabase(newDatabase());
    took.push(await ms(() => importPeople(`r${round}`)));
    const written = await everythingWritten();
    await disconnect();
    await emptyDatabase(newDatabase());
    floor.push(await ms(() => insertAll(written)));
    await disconnect();
  }
  const what = `importing ${people} people until all are queued, vs inserting the same documents`;
  return slower("import_queued", what, { ours: p50(took), floor: p50(floor), atMost: 2.5 });
}

async function emptyDatabase(uri: string): Promise<void> {
  await connect(uri);
  await ensureIndexes();
  await seedGroups();
}

async function uploaded(tag: string): Promise<Types.ObjectId> {
  const file = Array.from({ length: PEOPLE }, (_, n) => `${tag}.${n}@example.com`).join("\n");
  const read = await readTableOf(file);
  const request = { label: "people.csv", read, groupIds: [usersGroupId], expiryDays: 7, zone: "UTC" };
  const { _id } = await createImport(actor, request, policy, NO_LIMIT);
  await startImport(actor, String(_id), NO_LIMIT);
  return _id;
}

async function importPeople(tag: string): Promise<void> {
  const id = await uploaded(tag);
  for (;;) {
    const { status, done } = await Run.findById(id, { status: 1, done: 1 }).orFail().lean();
    if (status !== "running") return;
    await importBatch({ runId: id, done }, { policy, owners: [actor.userId] });
  }
}

type Written = [name: string, documents: mongo.Document[]][];

async function everythingWritten(): Promise<Written> {
  const models = [RunLine, Run, Batch, Invite, AuditEvent, Job, Counter].map(
    ({ collection }) => collection.name,
  );
  const db = mongoose.connection.db;
  if (!db) throw new Error("no database is open");
  const written: Written = [];
  for (const name of models) written.push([name, await db.collection(name).find().toArray()]);
  return written;
}

async function insertAll(written: Written): Promise<void> {
  for (const [name, documents] of written)
    for (let from = 0; from < documents.length; from += AT_ONCE)
      await mongoose.connection.transaction(async (session) => {
        await mongoose.connection.db
          ?.collection(name)
          .insertMany(documents.slice(from, from + AT_ONCE), { session });
      });
}

/** Measures a process's memory and acknowledgements while it imports, against the same process at rest. */
async function beside({ say, slack, newDatabase, ours }: Bench): Promise<Row[]> {
  const uri = newDatabase();
  await emptyDatabase(uri);
  const sendgrid = await slowSendGrid(PEOPLE * IMPORTS, LATENCY_MS);
  const app = await ours({
    MONGODB_URI: uri,
    SENDGRID_API_URL: sendgrid.url,
    IMPORT_LIMIT: String(NO_LIMIT),
    INVITE_UNDO_SECONDS: "0",
  });
  const acknowledges = async () => {
    const trigger = fresh();
    const opened = slack.opened(trigger);
    const { ms: took } = await command(app.url, "invite", trigger);
    await opened;
    return took;
  };
  let singles = 0;
  const untilMailed = () => {
    const email = `single.${++singles}@example.com`;
    const mailed = sendgrid.asked(email);
    return ms(async () => {
      await invite(app.url, email);
      await mailed;
    });
  };
  let most = 0;
  /** Sends commands, invites people one by one and measures memory, whether an import is running or not. */
  const usual = async (goesOn: () => Promise<boolean>) => {
    const [acks, mails]: [number[], number[]] = [[], []];
    let over = false;
    const isOver = () => over;
    const inviting = repeat(isOver, INVITE_EVERY_MS, async () => {
      mails.push(await untilMailed());
    });
    const watching = repeat(isOver, LOOK_MS, async () => {
      most = Math.max(most, await app.memoryMb());
    });
    while (await goesOn()) acks.push(...(await timed({ times: AT_A_TIME, atOnce: IN_FLIGHT }, acknowledges)));
    over = true;
    await Promise.all([inviting, watching]);
    return { acks, mails };
  };
  const isImporting = async () => (await Run.exists({ status: "running" })) !== null;
  const atRest = () => {
    let left = COMMANDS / AT_A_TIME;
    return usual(async () => !(await isImporting()) && left-- > 0);
  };
  say(`imports: ${COMMANDS} commands at rest`);
  await atRest();
  const idle = await atRest();
  const restsAt = await app.memoryMb();
  most = restsAt;
  say(`imports: ${IMPORTS} of ${people} people, while commands are acknowledged`);
  const busy: typeof idle = { acks: [], mails: [] };
  for (let each = 0; each < IMPORTS; each += 1) {
    await uploaded(`b${each}`);
    const { acks, mails } = await usual(isImporting);
    busy.acks.push(...acks);
    busy.mails.push(...mails);
  }
  await app.stop();
  await sendgrid.close();
  await disconnect();
  const what = "acknowledging a command, 4 in flight, while an import runs, vs at rest";
  return [
    slower("import_ack_p99", `${what}: p99`, { ours: p99(busy.acks), floor: p99(idle.acks), atMost: 1.5 }),
    mailRow(busy.mails, idle.mails),
    {
      key: "import_memory",
      what: "peak memory during an import, vs at rest",
      measured: `${most.toFixed(0)} MB, ${restsAt.toFixed(0)} MB`,
      ratio: most / restsAt,
      target: "≤ +80 MB",
      met: most - restsAt <= 80,
    },
  ];
}

/** Creates the row for emails: the longest wait counts. */
function mailRow(beside: readonly number[], alone: readonly number[]): Row {
  const [longest, atRest] = [Math.max(...beside), Math.max(...alone)];
  return {
    key: "import_single_mail",
    what: `a single invite until it reaches SendGrid: the slowest of ${beside.length} during imports, vs at rest`,
    measured: `${longest.toFixed(0)} ms, ${atRest.toFixed(0)} ms`,
    ratio: longest / atRest,
    target: `≤ ${LONGEST_MAIL_MS / 1_000} s`,
    met: longest <= LONGEST_MAIL_MS,
  };
}

/** Repeats something, pausing in between, until it is over. */
async function repeat(isOver: () => boolean, everyMs: number, once: () => Promise<void>): Promise<void> {
  while (!isOver()) {
    await once();
    await sleep(everyMs);
  }
}
