import { WebClient } from "@slack/web-api";
import { pino } from "pino";
import * as z from "zod";
import { connect, disconnect } from "../../../src/models/connection.ts";
import { inEnglish } from "../../../src/slack/kit/reader.ts";
import { startWorker } from "../../../src/worker/worker.ts";

// A process that only runs jobs, until SIGTERM. It prints "ready", and "stopped" at its end.
const given = z
  .object({
    uri: z.string(),
    sendgrid: z.string(),
    apiKey: z.string(),
    slack: z.string(),
    secret: z.string(),
    owner: z.string(),
  })
  .parse(JSON.parse(process.env.WORKER ?? "{}"));

await connect(given.uri);
const worker = startWorker(
  {
    mail: { apiKey: given.apiKey, apiUrl: given.sendgrid, from: { name: "Acme", email: "iam@acme.io" } },
    handlerSettings: {
      organisation: "Acme",
      installation: { kind: "workspace", teamId: "T0ACME" },
      publicUrl: "https://iam.acme.io",
      invites: {
        expiryDays: 7,
        undoSeconds: 0,
        limits: { admin: 100, total: 100, address: 100 },
        allowedDomains: [],
        language: "en",
        keyId: "k1",
      },
      linkKeys: [{ id: "k1", secret: Buffer.from(given.secret, "base64") }],
      owners: [given.owner],
      deliveryReported: true,
      reminders: true,
      expiryNotices: true,
    },
    concurrency: 4,
    leaseSeconds: 60,
  },
  {
    slack: new WebClient("xoxb-0", {
      slackApiUrl: given.slack,
      timeout: 10_000,
      retryConfig: { retries: 0 },
    }),
    isAsked: () => false,
    publishHome: async () => {},
    inWorkspace: (_, write) => write({}),
    readerOf: async () => inEnglish(),
  },
  pino({ level: "silent" }),
);
process.once("SIGTERM", async () => {
  await worker.stop();
  await disconnect();
  process.stdout.write("stopped\n");
});
process.stdout.write("ready\n");
