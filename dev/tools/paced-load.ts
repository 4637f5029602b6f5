import { Agent, request } from "node:http";

const TICK_MS = 5;

/** What to send by POST. */
export interface Sent {
  url: string;
  headers: Record<string, string>;
  body: string;
}

export interface Pace {
  perSecond: number;
  /** As many connections as a load balancer keeps open; requests due beyond them are not sent. */
  mostInFlight: number;
  seconds: number;
}

export interface Answer {
  status: number;
  /** From opening its connection, or from writing to an existing one, to the last byte of the answer. */
  ms: number;
}

export interface Report {
  answers: Answer[];
  failures: string[];
  /** How many were due in total. */
  due: number;
}

/** Sends a number of requests per second, whether answers come or not. */
export async function pacedLoad(
  next: () => Sent,
  { perSecond, mostInFlight, seconds }: Pace,
): Promise<Report> {
  const agent = new Agent({ keepAlive: true, maxSockets: mostInFlight });
  const report: Report = { answers: [], failures: [], due: 0 };
  const inFlight = new Set<Promise<unknown>>();
  const began = performance.now();
  const tick = () => {
    const due = Math.floor(((performance.now() - began) / 1_000) * perSecond);
    const now = Math.min(due - report.due, mostInFlight - inFlight.size);
    report.due = due;
    for (let count = 0; count < now; count++) {
      const asked: Promise<unknown> = ask(next(), agent)
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

async function ask({ url, headers, body }: Sent, agent: Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = { "content-length": Buffer.byteLength(body) };
    const asked = request(url, { method: "POST", headers: { ...headers, ...length }, agent });
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
