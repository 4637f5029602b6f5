import { Agent, request } from "node:http";
import { performance } from "node:perf_hooks";
import { z } from "zod";
import { sign } from "../../../dev/emulators/slack/delivery/signature.ts";
import { ids } from "../../../src/slack/kit/ids.ts";

const TICK_MS = 5;

const orderSchema = z.object({
  url: z.string(),
  signingSecret: z.string(),
  teamId: z.string(),
  userId: z.string(),
  perSecond: z.number(),
  /** As many connections as a load balancer keeps open; what is due beyond them does not go out. */
  mostInFlight: z.number(),
  seconds: z.number(),
});

export type Order = z.infer<typeof orderSchema>;

export interface Answer {
  status: number;
  /** From when its connection was made, or from when it was written to one that was there, to its last byte. */
  ms: number;
}

export interface Report {
  answers: Answer[];
  failures: string[];
  /** How many were due in all. */
  due: number;
}

/** Makes the request of someone who opens the choice of groups: answered from the database, and nothing comes after. */
function choice({ teamId, userId, signingSecret }: Order) {
  const payload = {
    type: "block_suggestion",
    user: { id: userId, team_id: teamId },
    team: { id: teamId },
    action_id: ids.invite.groups,
    block_id: ids.invite.groups,
    value: "",
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = Math.floor(Date.now() / 1000);
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    "content-length": Buffer.byteLength(body),
    "x-slack-request-timestamp": String(timestamp),
    "x-slack-signature": sign(signingSecret, timestamp, body),
  };
  return { body, headers };
}

async function ask(order: Order, agent: Agent): Promise<Answer> {
  const { body, headers } = choice(order);
  return new Promise((resolve, reject) => {
    const asked = request(`${order.url}/slack/events`, { method: "POST", headers, agent });
    let began = performance.now();
    asked.on("socket", (socket) => {
      if (socket.connecting) socket.once("connect", () => (began = performance.now()));
    });
    asked.on("response", (response) => {
      response.resume();
      response.on("end", () => resolve({ status: response.statusCode ?? 0, ms: performance.now() - began }));
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

/** Asks so many times a second, whether answers come or not. */
async function load(order: Order): Promise<Report> {
  const { perSecond, mostInFlight, seconds } = order;
  const agent = new Agent({ keepAlive: true, maxSockets: mostInFlight });
  const report: Report = { answers: [], failures: [], due: 0 };
  const inFlight = new Set<Promise<unknown>>();
  const began = performance.now();
  const tick = () => {
    const due = Math.floor(((performance.now() - began) / 1_000) * perSecond);
    const now = Math.min(due - report.due, mostInFlight - inFlight.size);
    report.due = due;
    for (let count = 0; count < now; count++) {
      const asked: Promise<unknown> = ask(order, agent)
        .then(
          (answer) => report.answers.push(answer),
          (error: unknown) => report.failures.push(String(error)),
        )
        .finally(() => inFlight.delete(asked));
      inFlight.add(asked);
    }
  };
  const ticking = setInterval(tick, TICK_MS);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  clearInterval(ticking);
  await Promise.all(inFlight);
  agent.destroy();
  return report;
}

process.once("message", async (message) => {
  process.send?.(await load(orderSchema.parse(message)), () => process.disconnect());
});
