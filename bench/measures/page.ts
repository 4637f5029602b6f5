import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, disconnect } from "../../src/models/connection.ts";
import { ensureIndexes } from "../../src/models/indexes.ts";
import { Invite } from "../../src/models/invite.ts";
import { seedGroups } from "../../src/services/groups/groups.ts";
import { signLink } from "../../src/services/invites/link-token.ts";
import { fill, nthInvite } from "../fill.ts";
import { type Bench, faster, type Row } from "../measure.ts";
import { linkKey, start } from "../processes.ts";
import { get } from "../requests.ts";
import { ms, timed } from "../timing.ts";

const LINKS = 1_000;
const ROUNDS = 5;
const REQUESTS = 1_000;
const CONNECTIONS = 20;

/** Measures invite pages per second, against an Express app that returns the same bytes. */
export async function page({ newDatabase, ours }: Bench): Promise<Row[]> {
  const uri = newDatabase();
  const now = new Date();
  await connect(uri);
  await ensureIndexes();
  await seedGroups();
  await fill(Invite.collection, (n) => nthInvite(n, now), { to: LINKS });
  await disconnect();

  const app = await ours({ MONGODB_URI: uri, TRUST_PROXY: "1" });
  const paths = await Promise.all(
    Array.from({ length: LINKS }, async (_, n) => {
      const claims = { inviteId: String(nthInvite(n, now)._id), generation: 1 };
      return `/invite/${signLink(claims, linkKey.id, [linkKey])}`;
    }),
  );
  const folder = await mkdtemp(join(tmpdir(), "iam-bot-bench-"));
  const file = join(folder, "page.html");
  await writeFile(file, (await get(`${app.url}${paths[0]}`)).body);
  const floor = await start("bench/bare-page.js", { PAGE: file });

  let count = 0;
  const visit = async (url: string) => {
    count += 1;
    // Each is a different visitor, so that none reaches our rate limits.
    const from = `10.${(count >> 16) & 255}.${(count >> 8) & 255}.${count & 255}`;
    return (await get(`${url}${paths[count % LINKS]}`, { "x-forwarded-for": from })).ms;
  };
  const round = async (url: string) =>
    (REQUESTS * 1000) / (await ms(() => timed({ times: REQUESTS, atOnce: CONNECTIONS }, () => visit(url))));
  await Promise.all([round(app.url), round(floor.url)]);
  const rates = { app: 0, floor: 0 };
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    rates.app += (await round(app.url)) / ROUNDS;
    rates.floor += (await round(floor.url)) / ROUNDS;
  }
  await Promise.all([app.stop(), floor.stop()]);
  await rm(folder, { recursive: true });
  return [
    faster("page", "the invite page, keep-alive, vs an Express app that returns the same bytes", {
      ours: rates.app,
      floor: rates.floor,
      atLeast: 0.28,
    }),
  ];
}
