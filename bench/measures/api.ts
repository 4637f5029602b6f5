import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, disconnect } from "../../src/models/connection.ts";
import { Group } from "../../src/models/group.ts";
import { ensureIndexes } from "../../src/models/indexes.ts";
import { User } from "../../src/models/user.ts";
import { createClient } from "../../src/services/clients/create-client.ts";
import { seedGroups } from "../../src/services/groups/groups.ts";
import { fill, nthGroup, nthUser } from "../fill.ts";
import { type Bench, faster, type Row } from "../measure.ts";
import { start } from "../processes.ts";
import { get } from "../requests.ts";
import { ms, timed } from "../timing.ts";

const USERS = 1_000;
const ROUNDS = 5;
const REQUESTS = 2_000;
const IN_FLIGHT = 20;

/**
 * Measures how many users per second an API client reads, against an Express app that answers the same JSON after one
 * read.
 */
export async function api({ newDatabase, ours }: Bench): Promise<Row[]> {
  const uri = newDatabase();
  const now = new Date();
  await connect(uri);
  await ensureIndexes();
  await seedGroups();
  await fill(Group.collection, nthGroup, { to: 20 });
  await fill(User.collection, (n) => nthUser(n, now), { to: USERS });
  const request = { name: "Bench", permissions: ["users:read"], expiryDays: null };
  const { token } = await createClient({ kind: "operator" }, request);
  await disconnect();

  const headers = { authorization: `Bearer ${token}` };
  const pathOf = (n: number) => `/api/v1/users/${nthUser(n, now)._id}`;
  const app = await ours({ MONGODB_URI: uri, API_REQUESTS_PER_MINUTE: "1000000" });
  const folder = await mkdtemp(join(tmpdir(), "iam-bot-bench-"));
  const file = join(folder, "user.json");
  await writeFile(file, (await get(app.url + pathOf(0), headers)).body);
  const floor = await start("bench/bare-api.js", { MONGODB_URI: uri, ANSWER: file });

  let count = 0;
  const visit = async (url: string) => {
    count += 1;
    return (await get(url + pathOf(count % USERS), headers)).ms;
  };
  const round = async (url: string) =>
    (REQUESTS * 1000) / (await ms(() => timed({ times: REQUESTS, atOnce: IN_FLIGHT }, () => visit(url))));
  for (const { url } of [app, floor]) await round(url);
  const rates = { app: 0, floor: 0 };
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    rates.app += (await round(app.url)) / ROUNDS;
    rates.floor += (await round(floor.url)) / ROUNDS;
  }
  await Promise.all([app.stop(), floor.stop()]);
  await rm(folder, { recursive: true });
  return [
    faster(
      "api_user",
      "`GET /api/v1/users/{id}`, 20 in flight, vs an Express app that answers the same after one read",
      {
        ours: rates.app,
        floor: rates.floor,
        atLeast: 0.5,
      },
    ),
  ];
}
