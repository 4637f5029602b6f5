import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { stringify } from "csv-stringify";
import { AuditEvent, type AuditEventDocument } from "../../src/models/audit-event.ts";
import { connect, disconnect } from "../../src/models/connection.ts";
import { ensureIndexes } from "../../src/models/indexes.ts";
import { readExport } from "../../src/services/exports/read-export.ts";
import { seedGroups } from "../../src/services/groups/groups.ts";
import { withTemporaryFile } from "../../src/slack/kit/temporary-file.ts";
import { admin, fill, nthEvent } from "../fill.ts";
import { type Bench, faster, type Row } from "../measure.ts";
import { ms, p50 } from "../timing.ts";

const ROUNDS = 3;
const MAX_MB = 50;
const SAMPLE_MS = 10;
const MB = 1024 * 1024;

const actor = { ...admin, kind: "account" as const, timeZone: "UTC", owner: true, ineligible: null };

/** Measures an export of the audit log against a bare cursor through csv-stringify, alternating: both write a file. */
export async function exports({ say, newDatabase, events }: Bench): Promise<Row[]> {
  const now = new Date();
  await connect(newDatabase());
  await ensureIndexes();
  await seedGroups();
  await fill(AuditEvent.collection, (n) => nthEvent(n, now), { to: events });
  say(`exports: ${events} audit events`);
  const times = { ours: [] as number[], bare: [] as number[] };
  let grown = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    times.bare.push(await ms(bareExport));
    const { took, mb } = await watchingMemory(() => ourExport(now, events));
    times.ours.push(took);
    if (round > 0) grown = Math.max(grown, mb);
  }
  await disconnect();
  const rate = (took: number[]) => events / (p50(took) / 1_000);
  const what = `an export of ${events.toLocaleString("en")} audit events`;
  return [
    faster("export_rate", `${what}, vs a bare cursor: rows`, {
      ours: rate(times.ours),
      floor: rate(times.bare),
      atLeast: 0.5,
    }),
    {
      key: "export_memory",
      what: `memory for ${what}`,
      measured: `+${grown.toFixed(0)} MB`,
      ratio: grown / MAX_MB,
      target: `≤ +${MAX_MB} MB`,
      met: grown <= MAX_MB,
    },
  ];
}

async function ourExport(now: Date, events: number): Promise<void> {
  let rows = 0;
  async function* content() {
    for await (const piece of readExport({ what: "audit", about: "" }, { actor, now })) {
      rows += piece.rows;
      yield piece.text;
    }
  }
  await withTemporaryFile(content(), async () => undefined);
  if (rows !== events) throw new Error(`${rows} of ${events} events were exported`);
}

/** The floor: the same columns, unchanged. */
async function bareExport(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "bench-export-"));
  try {
    const cursor = AuditEvent.collection.find<AuditEventDocument>({}).sort({ at: -1, _id: -1 });
    const rows = cursor.map(({ at, actor: by, action, target, before, after, _id }) => [
      ...[at.toISOString(), by.kind, by.name, by.email, `${by.teamId}:${by.userId}`, by.clientName],
      ...[action, target.kind, target.label, target.id],
      ...[JSON.stringify(before), JSON.stringify(after), String(_id)],
    ]);
    await pipeline(rows.stream(), stringify(), createWriteStream(join(folder, "file")));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Returns by how much this process's memory grew at most. */
async function watchingMemory(run: () => Promise<void>): Promise<{ took: number; mb: number }> {
  const before = process.memoryUsage.rss();
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, SAMPLE_MS);
  try {
    return { took: await ms(run), mb: (most - before) / MB };
  } finally {
    clearInterval(timer);
  }
}
