import { type Bench, type Row, slower } from "../measure.ts";
import { command, fresh } from "../requests.ts";
import { p50, p99, timed } from "../timing.ts";

const ROUNDS = 5;
const REQUESTS = 100;

/** Measures from a command until `views.open` reaches Slack. */
export async function opening({ slack, newDatabase, ours, bare }: Bench): Promise<Row[]> {
  const app = await ours({ MONGODB_URI: newDatabase() });
  const floor = await bare();
  const round = (url: string) =>
    timed({ times: REQUESTS, atOnce: 1 }, async () => {
      const trigger = fresh();
      const opened = slack.opened(trigger);
      const { sentAt } = await command(url, "invite", trigger);
      return (await opened) - sentAt;
    });
  for (let turn = 0; turn < ROUNDS; turn += 1) await Promise.all([round(app.url), round(floor.url)]);
  const took = { app: [] as number[], floor: [] as number[] };
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    took.app.push(...(await round(app.url)));
    took.floor.push(...(await round(floor.url)));
  }
  await Promise.all([app.stop(), floor.stop()]);
  const what = "`/iam invite` to `views.open`, with rights and groups read, vs a bare Bolt app";
  return [
    slower("open_p50", `${what}: p50`, { ours: p50(took.app), floor: p50(took.floor), atMost: 1.8 }),
    slower("open_p99", "the same: p99", { ours: p99(took.app), floor: p99(took.floor), atMost: 2 }),
  ];
}
