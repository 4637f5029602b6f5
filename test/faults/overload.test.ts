import { Agent, request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { sign } from "../../dev/slack/delivery/signature.ts";
import { ids } from "../../src/slack/ids.ts";
import { freshDatabase } from "../setup/database.ts";
import { everythingHolds } from "./aftermath.ts";
import { type Cluster, startCluster } from "./cluster.ts";
import { Dice, full, PATIENCE_MS, say } from "./run.ts";
import { startTraffic } from "./traffic.ts";

const ACK_MS = 3_000;
const MEASURE_MS = 5_000;
const OVERLOAD_MS = 30_000;
/** Ten times as many as it takes on at once. */
const ASKERS = 1_200;
const MOST_GROWTH_MB = 150;

/** As a load balancer keeps its connections; what waits for one is not the app's yet. */
const agent = new Agent({ keepAlive: true, maxSockets: ASKERS });

interface Answer {
  status: number;
  ms: number;
}

/** Someone opens the choice of groups: answered from the database, and nothing comes after. */
async function choice({ slack, urls }: Cluster, userId: string): Promise<Answer> {
  const payload = {
    type: "block_suggestion",
    user: { id: userId, team_id: slack.teamId },
    team: { id: slack.teamId },
    action_id: ids.invite.groups,
    block_id: ids.invite.groups,
    value: "",
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = Math.floor(Date.now() / 1000);
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    "x-slack-request-timestamp": String(timestamp),
    "x-slack-signature": sign(slack.signingSecret, timestamp, body),
  };
  return new Promise((resolve, reject) => {
    const asked = request(`${urls[0]}/slack/events`, { method: "POST", headers, agent });
    let began = 0;
    const connected = () => {
      began = performance.now();
    };
    asked.on("socket", (socket) => {
      if (socket.connecting) socket.once("connect", connected);
      else connected();
    });
    asked.on("response", (response) => {
      response.resume();
      response.on("end", () => resolve({ status: response.statusCode ?? 0, ms: performance.now() - began }));
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

async function metric({ urls }: Cluster, name: string): Promise<number> {
  const answer = await fetch(`${urls[0]}/metrics`, { headers: { authorization: "Bearer scrape-me" } });
  return Number(new RegExp(`^${name} (\\S+)$`, "m").exec(await answer.text())?.[1]);
}

const megabytes = async (cluster: Cluster) => (await metric(cluster, "process_resident_memory_bytes")) / 1e6;

/** How many requests a second it carries, when a few people ask one after the other. */
async function capacity(cluster: Cluster, userId: string): Promise<number> {
  let done = 0;
  const until = performance.now() + MEASURE_MS;
  const asks = async () => {
    while (performance.now() < until) {
      await choice(cluster, userId);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: 8 }, asks));
  return (done / MEASURE_MS) * 1_000;
}

// Beside other tests it would measure those.
test.runIf(full)(
  "ten times the load that a process can carry: it answers in time or refuses at once, and recovers",
  async () => {
    const cluster = await startCluster({ uri: freshDatabase().uri, processes: 1 });
    const userId = cluster.admins[0]?.id ?? "";
    try {
      const perSecond = await capacity(cluster, userId);
      const before = await megabytes(cluster);
      const answers: Answer[] = [];
      const failures: string[] = [];
      const until = performance.now() + OVERLOAD_MS;
      const insists = async (_: unknown, number: number) => {
        await pause((number / ASKERS) * MEASURE_MS);
        while (performance.now() < until)
          await choice(cluster, userId).then(
            (answer) => answers.push(answer),
            (error: unknown) => failures.push(String(error)),
          );
      };
      await Promise.all(Array.from({ length: ASKERS }, insists));
      const during = await megabytes(cluster);
      const of = (status: number) => answers.filter((answer) => answer.status === status);
      const slowest = (some: Answer[]) => Math.round(Math.max(0, ...some.map(({ ms }) => ms)));
      say(
        `Carries ${perSecond.toFixed(0)} a second. Of ${answers.length} in ${OVERLOAD_MS / 1_000} s it took ${of(200).length} (slowest ${slowest(of(200))} ms), refused ${of(503).length} (slowest ${slowest(of(503))} ms), failed ${failures.length}; memory ${before.toFixed(0)} MB before, ${during.toFixed(0)} MB after.`,
      );
      expect(failures).toEqual([]);
      expect(answers.filter(({ status }) => status !== 200 && status !== 503)).toEqual([]);
      expect(slowest(answers)).toBeLessThan(ACK_MS);
      expect(during - before).toBeLessThan(MOST_GROWTH_MB);

      const traffic = startTraffic(cluster, new Dice());
      await pause(MEASURE_MS);
      await traffic.ends();
      expect(traffic.told.nothing).toEqual([]);
      await everythingHolds(cluster, traffic.told);
    } finally {
      await cluster.ends();
    }
  },
  PATIENCE_MS,
);
