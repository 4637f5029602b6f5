import fc from "fast-check";
import { expect, test } from "vitest";
import { full, seed, seeded } from "../support/faults/run.ts";
import { hostileRequest } from "../support/scim/hostile-request.ts";
import { startScim } from "../support/scim/start-scim.ts";

const numRuns = full ? 10_000 : 200;
/** Of the processor, for the answer and for asking. */
const MAX_MS = 100;

const scim = await startScim();
const okta = await scim.provider();
const userId = await okta.creates("eve");
const { body: group } = await okta.asks("POST", "/Groups", { displayName: "Sales" });

test(`hostile bodies, filters and queries are answered or refused quickly, and never with a server error (${seeded})`, async () => {
  const cost = async (ask: () => Promise<unknown>) => {
    const before = process.cpuUsage();
    await ask();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  };
  await fc.assert(
    fc.asyncProperty(hostileRequest(userId, String(group.id)), async ({ method, path, body }) => {
      const ask = async () => {
        const { status } = await okta.asks(method, path, body);
        expect(status === 501 || status < 500, `${status}`).toBe(true);
      };
      // What else the process does is not the request's: so is one that costs as much each time.
      for (let times = 1; (await cost(ask)) > MAX_MS; times += 1) expect(times).toBeLessThan(4);
    }),
    { numRuns, seed },
  );
  expect(Object.prototype).toEqual({});
});
