import { setTimeout as sleep } from "node:timers/promises";
import { ids } from "../../src/slack/kit/ids.ts";
import { inviteForm } from "../invite-form.ts";
import type { Bench, Row } from "../measure.ts";
import type { Running } from "../processes.ts";
import { command, fresh, get, press, submit } from "../requests.ts";
import { p50, timed } from "../timing.ts";

const SETTLE_MS = 3_000;
const STARTS = 5;
const WARM_UP = 2_000;
const IN_FLIGHT = 20;

/** Measures a process's memory when idle, and after many requests of all kinds. */
export async function memory({ slack, newDatabase, ours, bare, requests, say }: Bench): Promise<Row[]> {
  const MONGODB_URI = newDatabase();
  const begins = { app: () => ours({ MONGODB_URI }), floor: bare };
  const idle = { app: await idleMemory(begins.app), floor: await idleMemory(begins.floor) };
  const [app, floor] = [await begins.app(), await begins.floor()];
  await sleep(SETTLE_MS);

  const kinds = (url: string) => [
    async () => {
      const trigger = fresh();
      const opened = slack.opened(trigger);
      await command(url, "invite", trigger);
      await opened;
    },
    async () => {
      const trigger = fresh();
      const opened = slack.opened(trigger);
      await press(url, ids.invite.open, trigger);
      await opened;
    },
    () => submit(url, inviteForm("no-address@")),
  ];
  const load = async ({ url }: Running, times: number) => {
    let done = 0;
    await timed({ times, atOnce: IN_FLIGHT }, async (n) => {
      await kinds(url)[n % 3]?.();
      done += 1;
      if (done % 10_000 === 0) say(`memory: ${done} of ${times} requests`);
      return 0;
    });
    await sleep(SETTLE_MS);
  };
  const after = async (running: Running) => {
    await load(running, WARM_UP);
    const warm = await running.memoryMb();
    await load(running, requests);
    return { warm, end: await running.memoryMb() };
  };
  const [appAfter, floorAfter] = [await after(app), await after(floor)];
  // The same process also serves pages and probes, which must leave as little behind.
  await get(`${app.url}/healthz`);
  await Promise.all([app.stop(), floor.stop()]);
  const many = requests.toLocaleString("en");
  return [
    row(
      "memory_idle",
      "memory when idle, vs a bare Bolt app: median of five starts",
      idle.app,
      idle.floor,
      1.6,
    ),
    row(
      "memory_after",
      `the same after ${many} requests of several kinds`,
      appAfter.end,
      floorAfter.end,
      1.8,
    ),
    row(
      "memory_growth",
      `memory after ${many} requests, vs after the first ${WARM_UP.toLocaleString("en")}`,
      appAfter.end,
      appAfter.warm,
      1.15,
    ),
  ];
}

/** Measures several starts and takes the median: they differ by a tenth. */
async function idleMemory(begin: () => Promise<Running>): Promise<number> {
  const held: number[] = [];
  for (let start = 0; start < STARTS; start += 1) {
    const running = await begin();
    await sleep(SETTLE_MS);
    held.push(await running.memoryMb());
    await running.stop();
  }
  return p50(held);
}

function row(key: string, what: string, ours: number, floor: number, atMost: number): Row {
  const ratio = ours / floor;
  return {
    key,
    what,
    measured: `${Math.round(ours)} MB, ${Math.round(floor)} MB`,
    ratio,
    target: `≤ ${atMost}`,
    met: ratio <= atMost,
  };
}
