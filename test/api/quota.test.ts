import mongoose from "mongoose";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { RequestWindow } from "../../src/models/request-window.ts";
import { type ApiClient, listen, startApi } from "../support/api.ts";

const LIMIT = 40;
const api = await startApi({ requestsPerMinute: LIMIT });

const path = `/users/${"0".repeat(24)}`;
const rateLimit = /^"requests";r=(\d+);t=(\d+)$/;

/** Sends this many requests. Returns the status of each. */
async function asks(client: ApiClient, times: number, url = api.url): Promise<number[]> {
  const statuses: number[] = [];
  for (let n = 0; n < times; n += 1) {
    const headers = { Authorization: `Bearer ${client.token}` };
    const response = await fetch(`${url}/api/v1${path}`, { headers });
    await response.arrayBuffer();
    statuses.push(response.status);
  }
  return statuses;
}
const refused = (statuses: number[]) => statuses.filter((status) => status === 429).length;

test("a client is told how many requests are left in its minute; beyond that, it is refused until the minute ends", async () => {
  const client = await api.client("users:read");
  const first = await client.asks("GET", path);
  expect(first.headers.get("ratelimit-policy")).toBe(`"requests";q=${LIMIT};w=60`);
  const [, left, seconds] = rateLimit.exec(first.headers.get("ratelimit") ?? "") ?? [];
  expect([Number(left), Number(seconds)]).toEqual([LIMIT - 1, 60]);
  expect(refused(await asks(client, LIMIT - 1))).toBe(0);

  const beyond = await client.asks("GET", "/nothing");
  expect(beyond.status).toBe(429);
  expect(beyond.body).toMatchObject({
    type: "https://iana.org/assignments/http-problem-types#quota-exceeded",
    code: "too_many_requests",
    "violated-policies": ["requests"],
  });
  const [, none, wait] = rateLimit.exec(beyond.headers.get("ratelimit") ?? "") ?? [];
  expect([none, wait]).toEqual(["0", beyond.headers.get("retry-after")]);
  expect(Number(wait)).toBeGreaterThan(0);
  expect(refused(await asks(await api.client("users:read"), 5))).toBe(0);
});

test("all processes share the minute, which starts by the database's time", async () => {
  const client = await api.client("users:read");
  const other = await listen(pino({ level: "silent" }), { requestsPerMinute: LIMIT });
  onTestFinished(other.close);
  const statuses = await Promise.all([asks(client, LIMIT), asks(client, LIMIT, other.url)]);
  const answered = 2 * LIMIT - refused(statuses.flat());
  // Requests that one process reserved and did not use are lost.
  expect(answered).toBeLessThanOrEqual(LIMIT);
  expect(answered).toBeGreaterThan(LIMIT - LIMIT / 10);

  await RequestWindow.updateOne({ _id: client.clientId }, { expiresAt: new Date(0) });
  const later = await listen(pino({ level: "silent" }), { requestsPerMinute: LIMIT });
  onTestFinished(later.close);
  expect(refused(await asks(client, 5, later.url))).toBe(0);
});

test("one write serves many requests, and many at once", async () => {
  const process = await listen(pino({ level: "silent" }), { requestsPerMinute: 2_000 });
  onTestFinished(process.close);
  const client = await api.client("users:read");
  let writes = 0;
  mongoose.set("debug", (collection: string) => {
    writes += Number(collection === RequestWindow.collection.collectionName);
  });
  onTestFinished(() => void mongoose.set("debug", false));
  await Promise.all(Array.from({ length: 10 }, () => asks(client, 10, process.url)));
  expect(writes).toBe(1);
});

test("requests without a token count for nobody", async () => {
  const before = await RequestWindow.countDocuments();
  const response = await fetch(`${api.url}/api/v1${path}`, { headers: { Authorization: "Bearer iam_x" } });
  expect([response.status, response.headers.get("ratelimit")]).toEqual([401, null]);
  expect(await RequestWindow.countDocuments()).toBe(before);
});
