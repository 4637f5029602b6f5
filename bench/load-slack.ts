// A separate program that sends requests as Slack does, at a fixed rate, whether answers come or not. Reads the
// requests from a file, and prints the results as JSON.
import { readFileSync } from "node:fs";
import { pacedLoad } from "../dev/tools/paced-load.ts";

const { FILE = "", URLS = "", PER_SECOND = "1", IN_FLIGHT = "500", SECONDS = "5" } = process.env;
const seconds = Number(SECONDS);
const urls = URLS.split(",");
const requests: { headers: Record<string, string>; body: string }[] = JSON.parse(readFileSync(FILE, "utf8"));
/** Later acknowledgements don't count. */
const IN_TIME_MS = 1_000;

let asked = 0;
const next = () => {
  const { headers, body } = requests[asked % requests.length] ?? { headers: {}, body: "" };
  const url = `${urls[asked % urls.length]}/slack/events`;
  asked += 1;
  return { url, headers, body };
};
const pace = { perSecond: Number(PER_SECOND), mostInFlight: Number(IN_FLIGHT), seconds };
const { answers, failures } = await pacedLoad(next, pace);

const timesOf = (status: number) => answers.filter((each) => each.status === status).map(({ ms }) => ms);
const [took, refusedAfter] = [timesOf(200), timesOf(503)];
const share = (values: number[], of: number) =>
  values.sort((a, b) => a - b)[Math.floor(of * values.length)] ?? 0;
console.log(
  JSON.stringify({
    inTime: took.filter((ms) => ms <= IN_TIME_MS).length / seconds,
    late: took.filter((ms) => ms > IN_TIME_MS).length,
    refused: refusedAfter.length,
    refusedMs: share(refusedAfter, 0.99),
    failed: failures.length + answers.length - took.length - refusedAfter.length,
  }),
);
