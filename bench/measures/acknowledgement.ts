import { ids } from "../../src/slack/kit/ids.ts";
import { inviteForm } from "../invite-form.ts";
import { type Bench, type Row, slower } from "../measure.ts";
import type { Running } from "../processes.ts";
import { command, fresh, press, submit } from "../requests.ts";
import { p50, p99, timed } from "../timing.ts";

const ROUNDS = 5;
const REQUESTS = 400;
const IN_FLIGHT = 50;

/** Measures how long Slack waits for an acknowledgement, with 50 requests in flight. */
export async function acknowledgement({ slack, newDatabase, ours, bare }: Bench): Promise<Row[]> {
  const app = await ours({ MONGODB_URI: newDatabase() });
  const floor = await bare();
  const kinds = {
    command: (url: string, trigger: string) => command(url, "invite", trigger),
    button: (url: string, trigger: string) => press(url, ids.invite.open, trigger),
    submit: (url: string) => submit(url, inviteForm("no-address@")),
  };
  const rows: Row[] = [];
  for (const [kind, send] of Object.entries(kinds)) {
    const took = { app: [] as number[], floor: [] as number[] };
    const round = async ({ url }: Running) => {
      return timed({ times: REQUESTS, atOnce: IN_FLIGHT }, async () => {
        const trigger = fresh();
        const opened = kind === "submit" ? undefined : slack.opened(trigger);
        const { ms } = await send(url, trigger);
        // Work after the acknowledgement also counts as in flight.
        await opened;
        return ms;
      });
    };
    await Promise.all([round(app), round(floor)]);
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      took.app.push(...(await round(app)));
      took.floor.push(...(await round(floor)));
    }
    rows.push(
      slower(`ack_${kind}_p50`, `acknowledging a ${kind}, 50 in flight, vs a bare Bolt app: p50`, {
        ours: p50(took.app),
        floor: p50(took.floor),
        atMost: kind === "command" ? 1.3 : 1.2,
      }),
      slower(`ack_${kind}_p99`, `the same: p99`, { ours: p99(took.app), floor: p99(took.floor), atMost: 2 }),
    );
  }
  await Promise.all([app.stop(), floor.stop()]);
  return rows;
}
