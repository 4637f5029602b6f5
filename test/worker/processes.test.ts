import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Job } from "../../src/models/job.ts";
import { compiled } from "../support/setup/compiled.ts";
import { faultsOfDatabase } from "../support/worker/empty-database.ts";
import { startWorkerWorld, type WorkerWorld } from "../support/worker/worker-world.ts";

type Worker = ChildProcessByStdio<null, Readable, null>;

let world: WorkerWorld;
let workers: Worker[] = [];
beforeEach(async () => {
  world = await startWorkerWorld();
});
afterEach(async () => {
  for (const worker of workers) worker.kill("SIGKILL");
  workers = [];
  await faultsOfDatabase().endTransactions();
  await world.ends();
});

/** One more process with a worker, on our database. */
async function starts(): Promise<Worker> {
  const { sendgrid, slack, linkKeys, database } = world;
  const worker = spawn(process.execPath, [`${compiled}/worker-process.js`], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      ...process.env,
      WORKER: JSON.stringify({
        uri: database.uri,
        sendgrid: sendgrid.url,
        apiKey: sendgrid.apiKey,
        slack: slack.apiUrl,
        owner: world.mia.id,
        secret: Buffer.from(linkKeys[0]?.secret ?? []).toString("base64"),
      }),
    },
  });
  workers.push(worker);
  await once(worker.stdout, "data");
  return worker;
}

const addresses = () => world.sendgrid.mails.map(({ to }) => to[0]?.email ?? "");

test("processes share the work: one is killed, one is told to stop, and nothing is lost or half done", async () => {
  world.sendgrid.next({ delayMs: 5_000 });
  const killed = await starts();
  const [id = ""] = await world.invites(["eve@example.com"]);
  const first = await world.sendgrid.mailTo("eve@example.com");
  killed.kill("SIGKILL");
  await once(killed, "exit");
  expect((await world.invite(id)).delivery.state).toBe("sending");

  world.sendgrid.next({ delayMs: 100 }, 30);
  const stopped = await starts();
  const emails = Array.from({ length: 30 }, (_, index) => `person${index}@example.com`);
  await world.invites(emails);
  await expect.poll(() => world.sendgrid.mails.length).toBeGreaterThan(5);
  stopped.kill("SIGTERM");
  expect(await once(stopped, "exit")).toEqual([0, null]);
  expect(world.sendgrid.mails.length).toBeLessThan(31);
  const here = world.starts();
  await here.idle();
  expect(addresses().sort()).toEqual([...emails, "eve@example.com"].sort());
  expect(await Job.countDocuments({ kind: "invite-email", status: "done", attempts: 1 })).toBe(30);

  await world.leasesRunOut({ kind: "invite-email" });
  await here.idle();
  expect((await world.sendgrid.mailTo("eve@example.com", { count: 2 })).link).toBe(first.link);
  expect((await world.invite(id)).delivery.state).toBe("sent");
});
