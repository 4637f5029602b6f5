import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { run } from "../../dev/tools/child.ts";
import { ids } from "../../src/slack/kit/ids.ts";
import { inviteForm } from "../invite-form.ts";
import { type Bench, faster, type Row } from "../measure.ts";
import { aCommand, aPress, aSubmit, fresh, signed } from "../requests.ts";

const WARM_UP_SECONDS = 3;
/** The number in flight at which one process's rate is measured; more is too much. */
const CARRIED_IN_FLIGHT = 50;
const TIMES_TOO_MUCH = 2;
/** More than can ever be reached. */
const UNLIMITED = 1_000_000;
const REFUSED_MS = 100;

const report = z.object({
  inTime: z.number(),
  late: z.number(),
  refused: z.number(),
  refusedMs: z.number(),
  failed: z.number(),
});
type Report = z.output<typeof report>;

/**
 * Measures how much is acknowledged within a second under twice the load that a bare Bolt app can handle: commands,
 * buttons and submits, from a separate program.
 */
export async function overload({ newDatabase, ours, bare, say, seconds }: Bench): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), "iam-bot-bench-"));
  const file = join(folder, "requests.json");
  const load = async (urls: readonly string[], env: Record<string, string>): Promise<Report> => {
    await writeFile(file, JSON.stringify(mixed().map(signed)));
    const settings = { FILE: file, URLS: urls.join(","), ...env };
    const printed = await run(process.execPath, ["--import", "tsx", "bench/load-slack.ts"], {
      ...process.env,
      ...settings,
    });
    return report.parse(JSON.parse(printed));
  };
  const carried = {
    PER_SECOND: String(UNLIMITED),
    IN_FLIGHT: String(CARRIED_IN_FLIGHT),
    SECONDS: String(WARM_UP_SECONDS),
  };
  const uri = newDatabase();
  const [floor, app, second] = [
    await bare(),
    await ours({ MONGODB_URI: uri }),
    await ours({ MONGODB_URI: uri }),
  ];
  await load([app.url], carried);
  await load([second.url], carried);
  const { inTime } = await load([floor.url], carried);
  const tooMuch = { PER_SECOND: String(TIMES_TOO_MUCH * inTime), SECONDS: String(seconds) };
  say(`overload: ${Math.round(TIMES_TOO_MUCH * inTime)} requests a second, for ${seconds} s each`);
  const [theirs, one, two] = [
    await load([floor.url], tooMuch),
    await load([app.url], tooMuch),
    await load([app.url, second.url], tooMuch),
  ];
  for (const each of [theirs, one, two]) say(`overload: ${JSON.stringify(each)}`);
  await Promise.all([floor.stop(), app.stop(), second.stop()]);
  await rm(folder, { recursive: true });
  return [
    faster(
      "overload",
      "twice the load that bare Bolt can handle, mixed: acknowledged within 1 s, vs bare Bolt",
      {
        ours: one.inTime,
        floor: theirs.inTime,
        atLeast: 0.7,
      },
    ),
    {
      key: "overload_refused",
      what: `refusing the rest: p99 of ${one.refused}; acknowledged later; not answered`,
      measured: `${one.refusedMs.toFixed(0)} ms; ${one.late}, ${one.failed}`,
      ratio: one.refusedMs / REFUSED_MS,
      target: `≤ ${REFUSED_MS} ms`,
      met: one.refusedMs <= REFUSED_MS && one.failed === 0,
    },
    faster("overload_two_processes", "the same with two processes, vs with one", {
      ours: two.inTime,
      floor: one.inTime,
      atLeast: 1,
    }),
  ];
}

const mixed = () => [
  aCommand("invite", fresh()),
  aPress(ids.invite.open, fresh()),
  aSubmit(inviteForm("no-address@")),
  aCommand("pending", fresh()),
];
