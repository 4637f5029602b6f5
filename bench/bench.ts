import { parseArgs } from "node:util";
import { databaseUri, startMongod } from "../dev/emulators/mongodb/mongod.ts";
import { saying } from "../dev/tools/progress.ts";
import type { Bench } from "./measure.ts";
import { acknowledgement } from "./measures/acknowledgement.ts";
import { api } from "./measures/api.ts";
import { changes } from "./measures/changes.ts";
import { decisions } from "./measures/decisions.ts";
import { distance } from "./measures/distance.ts";
import { exports } from "./measures/exports.ts";
import { growth } from "./measures/growth.ts";
import { imports } from "./measures/imports.ts";
import { inviting } from "./measures/inviting.ts";
import { languages } from "./measures/languages.ts";
import { memory } from "./measures/memory.ts";
import { opening } from "./measures/opening.ts";
import { outbox } from "./measures/outbox.ts";
import { overload } from "./measures/overload.ts";
import { page } from "./measures/page.ts";
import { peers } from "./measures/peers.ts";
import { provisioning } from "./measures/provisioning.ts";
import { requests } from "./measures/requests.ts";
import { reviews } from "./measures/reviews.ts";
import { startUp } from "./measures/start-up.ts";
import { webhooks } from "./measures/webhooks.ts";
import type { Costs } from "./plot.ts";
import { build, linkKey, start } from "./processes.ts";
import { publish, type Results, resultsOf, table } from "./report.ts";
import { startInstantSlack } from "./slack.ts";

const measures = {
  acknowledgement,
  opening,
  inviting,
  peers,
  requests,
  growth,
  imports,
  changes,
  exports,
  reviews,
  outbox,
  webhooks,
  overload,
  distance,
  page,
  languages,
  decisions,
  api,
  provisioning,
  startUp,
  memory,
};
const say = (line: string) => console.log(line);

const { values: options } = parseArgs({
  options: {
    /** Names of measures, comma-separated; all by default. */
    only: { type: "string" },
    /** The largest database that lists are measured on. */
    most: { type: "string", default: "1000000" },
    /** How many audit events are exported; the target is for 1000000. */
    events: { type: "string", default: "50000" },
    /** After how many requests memory is measured. */
    requests: { type: "string", default: "100000" },
    /** For how many seconds more requests come than can be answered. */
    seconds: { type: "string", default: "60" },
    /** Writes the results into docs/ after each measure, keeping earlier ones. */
    write: { type: "boolean", default: false },
  },
});

async function bench(): Promise<void> {
  const chosen = options.only?.split(",") ?? Object.keys(measures);
  await saying(say, "Compiling", build);
  const mongod = await startMongod({ log: say });
  const slack = await startInstantSlack();
  let databases = 0;
  let costs: ReadonlyMap<string, Costs> = new Map();
  const bench: Bench = {
    say,
    slack,
    most: Number(options.most),
    events: Number(options.events),
    requests: Number(options.requests),
    seconds: Number(options.seconds),
    newDatabase: () => databaseUri(mongod.uri, `${mongod.databasePrefix}-bench-${++databases}`),
    drawn: (drawn) => {
      costs = drawn;
    },
    ours: (env) => start("main.js", { ...environment(slack.apiUrl), ...env }),
    bare: () => start("bench/bare-bolt.js", { SLACK_API_URL: slack.apiUrl }),
  };
  const found: Record<string, Results> = {};
  try {
    for (const [name, measure] of Object.entries(measures)) {
      if (!chosen.includes(name)) continue;
      found[name] = resultsOf(await saying(say, name, () => measure(bench)));
      if (options.write) publish(found, Object.keys(measures), costs);
    }
  } finally {
    await slack.close();
    await mongod.stop();
  }
  say(`\n${table(Object.values(found))}\n`);
  const rows = Object.values(found).flatMap((results) => results.rows);
  say(JSON.stringify(Object.fromEntries(rows.map(({ key, ratio }) => [key, Number(ratio.toPrecision(3))]))));
}

function environment(apiUrl: string): Record<string, string> {
  return {
    SLACK_API_URL: apiUrl,
    SENDGRID_API_KEY: "SG.bench",
    MAIL_FROM: "Acme <iam@acme.io>",
    PUBLIC_URL: "https://iam.acme.io",
    LINK_KEYS: `${linkKey.id}:${linkKey.secret.toString("base64")}`,
    IAM_OWNERS: "UMIA",
    ORGANISATION_NAME: "Acme",
    INVITE_LIMIT_PER_ADMIN: "1000000",
    INVITE_LIMIT_TOTAL: "1000000",
    INVITE_UNDO_SECONDS: "3600",
  };
}

await bench();
