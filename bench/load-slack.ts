// A program of its own that asks as Slack does, so many times a second, whether answers come or not; on so many connections at
// most, as from a load balancer. Reads what to ask from a file, and prints what came of it as JSON.
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";

const { FILE = "", URLS = "", PER_SECOND = "1", IN_FLIGHT = "500", SECONDS = "5" } = process.env;
const [perSecond, most, seconds] = [Number(PER_SECOND), Number(IN_FLIGHT), Number(SECONDS)];
const urls = URLS.split(",");
const requests: { headers: Record<string, string>; body: string }[] = JSON.parse(readFileSync(FILE, "utf8"));
const TICK_MS = 5;
/** What is acknowledged later counts for nothing. */
const IN_TIME_MS = 1_000;

const agent = new Agent({ keepAlive: true, maxSockets: most });
const [took, refusedAfter]: [number[], number[]] = [[], []];
let [inFlight, due, asked, failed] = [0, 0, 0, 0];

/** Asks once; the time counts from when the connection is there. */
function ask(): void {
  const { headers, body } = requests[asked % requests.length] ?? { headers: {}, body: "" };
  const url = `${urls[asked % urls.length]}/slack/events`;
  asked += 1;
  inFlight += 1;
  let began = performance.now();
  request(url, { agent, method: "POST", headers: { ...headers, "content-length": Buffer.byteLength(body) } })
    .on("socket", (socket) => {
      if (socket.connecting) socket.once("connect", () => (began = performance.now()));
    })
    .on("response", (response) => {
      response.resume().on("end", () => {
        inFlight -= 1;
        const ms = performance.now() - began;
        if (response.statusCode === 200) took.push(ms);
        else if (response.statusCode === 503) refusedAfter.push(ms);
        else failed += 1;
      });
    })
    .on("error", () => {
      inFlight -= 1;
      failed += 1;
    })
    .end(body);
}

const began = performance.now();
const ticking = setInterval(() => {
  const now = Math.floor(((performance.now() - began) / 1_000) * perSecond);
  for (let count = Math.min(now - due, most - inFlight); count > 0; count -= 1) ask();
  due = now;
}, TICK_MS);
await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
clearInterval(ticking);
while (inFlight > 0) await new Promise((resolve) => setTimeout(resolve, TICK_MS));
agent.destroy();

const share = (values: number[], of: number) =>
  values.sort((a, b) => a - b)[Math.floor(of * values.length)] ?? 0;
console.log(
  JSON.stringify({
    inTime: took.filter((ms) => ms <= IN_TIME_MS).length / seconds,
    late: took.filter((ms) => ms > IN_TIME_MS).length,
    refused: refusedAfter.length,
    refusedMs: share(refusedAfter, 0.99),
    failed,
  }),
);
