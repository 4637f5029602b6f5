import { setTimeout as pause } from "node:timers/promises";
import mongoose from "mongoose";
import { findMongod } from "../../dev/emulators/mongodb/binary.ts";
import { startMembers } from "../../dev/emulators/mongodb/members.ts";
import { databaseUri } from "../../dev/emulators/mongodb/mongod.ts";
import { connect, disconnect } from "../../src/models/connection.ts";
import { invite } from "../inviter.ts";
import type { Bench, Row } from "../measure.ts";
import { type SlowLink, slowLink } from "../slow-link.ts";
import { ms, p50, timed } from "../timing.ts";

const MEMBERS = 3;
/** The delay from one member to another; the way back takes as long again. */
const APART_MS = 5;
const MAX_ROUND_TRIPS = 3;
const WARM_UP = 100;
const ROUNDS = 5;
const TIMES = 10;
/** By then the jobs of the previous invite are done, so that each is measured alone. */
const APART_IN_TIME_MS = 300;

/**
 * Measures how many more round trips between the members of a replica set an invite waits for than a transaction with
 * one insert. The app is beside the primary.
 */
export async function distance({ ours, say }: Bench): Promise<Row[]> {
  const { path } = await findMongod({ env: process.env, log: say });
  const links: SlowLink[] = [];
  const members = await startMembers(path, MEMBERS, async (port) => {
    const link = await slowLink(port, APART_MS);
    links.push(link);
    return link.port;
  });
  try {
    const uri = databaseUri(members.uriOf(await members.primary()), "iam");
    const app = await ours({ MONGODB_URI: uri });
    await connect(uri);
    const inserted = mongoose.connection.collection("benched");
    await inserted.insertOne({});
    let count = 0;
    const one = async () => {
      await pause(APART_IN_TIME_MS);
      return invite(app.url, `person.${++count}@acme.io`);
    };
    const insert = () =>
      mongoose.connection.transaction((session) => inserted.insertOne({ at: new Date() }, { session }), {
        readConcern: { level: "snapshot" },
        writeConcern: { w: "majority" },
      });
    await timed({ times: WARM_UP, atOnce: 1 }, () => invite(app.url, `person.${++count}@acme.io`));
    await pause(APART_IN_TIME_MS);
    const took = { one: [] as number[], floor: [] as number[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      took.one.push(...(await timed({ times: TIMES, atOnce: 1 }, one)));
      took.floor.push(...(await timed({ times: TIMES, atOnce: 1 }, () => ms(insert))));
    }
    await disconnect();
    await app.stop();
    const trips = (p50(took.one) - p50(took.floor)) / (2 * APART_MS);
    return [
      {
        key: "invite_distant",
        what: `one invite, vs a transaction with one insert, on ${MEMBERS} members ${APART_MS} ms apart: additional round trips of ${2 * APART_MS} ms`,
        measured: `${p50(took.one).toFixed(1)} ms, ${p50(took.floor).toFixed(1)} ms`,
        ratio: trips,
        target: `≤ ${MAX_ROUND_TRIPS}`,
        met: trips <= MAX_ROUND_TRIPS,
      },
    ];
  } finally {
    await members.stop();
    for (const link of links) link.close();
  }
}
