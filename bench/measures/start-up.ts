import { importCosts } from "../import-costs.ts";
import { type Bench, type Row, slower } from "../measure.ts";
import type { Running } from "../processes.ts";
import { p50 } from "../timing.ts";

const STARTS = 7;

/** Measures from the start of the process until it is ready, and the cost of each import. */
export async function startUp({ say, newDatabase, ours, bare }: Bench): Promise<Row[]> {
  const MONGODB_URI = newDatabase();
  const took = { app: [] as number[], floor: [] as number[] };
  const once = async (begin: () => Promise<Running>) => {
    const running = await begin();
    await running.stop();
    return running.startMs;
  };
  await once(() => ours({ MONGODB_URI }));
  for (let turn = 0; turn < STARTS; turn += 1) {
    took.app.push(await once(() => ours({ MONGODB_URI })));
    took.floor.push(await once(bare));
  }
  for (const { name, ms } of await importCosts()) say(`start: importing ${name} takes ${ms.toFixed(0)} ms`);
  const [app, floor] = [p50(took.app), p50(took.floor)];
  return [slower("start", "from the start until ready, vs a bare Bolt app", { ours: app, floor, atMost: 2 })];
}
