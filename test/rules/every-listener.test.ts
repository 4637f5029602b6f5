import { afterEach, beforeAll, expect, test, vi } from "vitest";
import type { Fault } from "../../dev/emulators/slack/faults.ts";
import type { MessageOnScreen } from "../../dev/emulators/slack/message-on-screen.ts";
import type { Person } from "../../dev/emulators/slack/person.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { HomeTab } from "../../src/models/home-tab.ts";
import { eventually } from "../support/eventually.ts";
import { full } from "../support/faults/run.ts";
import { PATIENCE_MS } from "../support/patience.ts";
import { changes } from "../support/slack/listener-changes.ts";
import {
  type ListenerScenario,
  listenerOf,
  listenerScenarios,
  seesFirst,
  strayAccount,
} from "../support/slack/listener-scenarios.ts";
import { listenersRegistered } from "../support/slack/registered.ts";
import { seedAdmin, seedGroups } from "../support/slack/seed.ts";
import { metricOf } from "../support/web/metric.ts";
import { startWorld } from "../support/world.ts";

const registered = listenersRegistered();
/** Each scenario has an admin of its own: all run at the same time. */
const people = new Map<string, Person>();
const world = await startWorld((at) => {
  for (const [index, name] of Object.keys(listenerScenarios).entries())
    people.set(name, at.addPerson({ name: `Admin ${index}`, email: `admin${index}@acme.io` }));
  return {
    INVITE_UNDO_SECONDS: "3600",
    METRICS_TOKEN: "scrape-me",
    IAM_OWNERS: owners()
      .map(({ id }) => id)
      .join(","),
  };
});
const { slack, log } = world;
let round = 0;

/** Those whose scenario begins before there is an admin. */
function owners(): Person[] {
  return ["action home.test_mail", "action home.join_admin"].map(
    (name) => people.get(name) ?? expect.fail(name),
  );
}

beforeAll(async () => {
  await seedGroups(101);
  for (const owner of owners()) await seesFirst(owner);
  for (const person of people.values()) if (!owners().includes(person)) await seedAdmin(person);
});

afterEach(async () => {
  await world.database.recover();
  slack.clearFaults();
  vi.unstubAllEnvs();
});

interface Ready {
  name: string;
  person: Person;
  /** Does what reaches the listener; answers how the request was acknowledged. */
  act: () => Promise<string | undefined>;
  /** Everything they were told since. */
  told: () => string;
  /** What the form that they submit holds, field by field. */
  typed: () => unknown;
}

/** How many act at the same time: fewer than the app lets run before it asks whether the machine carries more. */
const AT_ONCE = 7;

/** Each of these tests is more than a hundred and fifty stories. */
vi.setConfig({ testTimeout: 10 * PATIENCE_MS });

/** The kinds of trouble told of here. In the quick selection each listener meets one of them. */
const troubles = ["database", "people unknown", "nothing drawn"] as const;

/**
 * Brings everyone who meets a kind of trouble to the last step. Nothing fails yet, and calls may be as slow as the
 * machine.
 */
async function everyoneReady(trouble: (typeof troubles)[number]): Promise<Ready[]> {
  round += 1;
  // Nobody looks at the Homes of the round before: with them each change would draw them all.
  await HomeTab.deleteMany();
  slack.addPerson({ name: strayAccount(`t${round}x`), email: `stray${round}@acme.io` });
  vi.stubEnv("CALL_TIMEOUT_FACTOR", "10");
  const everyone = await inLanes(
    [...Object.entries(listenerScenarios).entries()].filter(
      ([index]) => full || index % troubles.length === troubles.indexOf(trouble),
    ),
    ([index, [name, scenario]]) => ready(name, scenario, `t${round}x${index}y`),
  );
  // Whoever sees a Home may press on it before the app has remembered what it drew.
  await expect.poll(() => metricOf(world.app.url, "iam_in_hand")).toBe(0);
  vi.unstubAllEnvs();
  return everyone;
}

/** After a failure nobody begins, and whoever has begun is waited for: none goes on in the story after. */
async function inLanes<T, R>(all: readonly T[], run: (each: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let failed = false;
  const waiting = all.values();
  const lane = async () => {
    for (const each of waiting) {
      if (failed) return;
      results.push(await run(each));
    }
  };
  const lanes = Array.from({ length: AT_ONCE }, () =>
    lane().catch((error: unknown) => {
      failed = true;
      throw error;
    }),
  );
  await Promise.allSettled(lanes);
  await Promise.all(lanes);
  return results;
}

async function ready(name: string, scenario: ListenerScenario, tag: string): Promise<Ready> {
  const person = people.get(name) ?? expect.fail(name);
  await person.closes({ all: true });
  const act = await scenario(person, tag).catch((error: unknown) => {
    throw new Error(`no scenario for ${name}`, { cause: error });
  });
  const [home, screen, ephemerals, messages] = [
    person.home(),
    person.screen(),
    person.ephemerals.length,
    new Set(person.messages.map(asWritten)),
  ];
  const typed = () => (name.startsWith("view") ? heldIn(person) : null);
  return {
    name,
    person,
    typed,
    act: async () => {
      await act();
      return acknowledged(person);
    },
    told: () => {
      const written = [
        ...person.ephemerals.slice(ephemerals),
        ...person.messages.filter((each) => !messages.has(asWritten(each))),
      ];
      const drawn = [person.screen(), person.home()].filter((each) => each !== screen && each !== home);
      return [...written.map(({ asText }) => asText), ...drawn].join("\n");
    },
  };
}

/** Tells one message from another of the same words, and from itself before it was edited. */
const asWritten = ({ message, asText }: MessageOnScreen) => `${message.ts} ${asText}`;

function heldIn(person: Person): unknown {
  return Object.fromEntries(
    Object.values(person.look().view.inputs).flatMap((block) => Object.entries(block)),
  );
}

function acknowledged({ id }: Person): string | undefined {
  const last = slack.requests.findLast(({ body }) => decodeURIComponent(body).includes(id));
  const { status, error } = last?.acknowledgement ?? {};
  return `${status} ${error ?? "in time"}`;
}

/** Does a step, and again as long as the app turns it away because too much waits: then it did nothing. */
async function taken(ready: Pick<Ready, "act">): Promise<string | undefined> {
  const acknowledgement = await ready.act();
  return acknowledgement === "503 dispatch_failed" ? taken(ready) : acknowledgement;
}

/** Does someone's last step, which is acknowledged in time. */
async function acts(ready: Ready): Promise<void> {
  expect([ready.name, await taken(ready)]).toEqual([ready.name, "200 in time"]);
}

/** Waits until someone was told something of the kind. */
async function isTold({ name, told }: Ready, words: RegExp): Promise<void> {
  await expect.poll(told, { message: name }).toMatch(words);
}

/** Reads again, which a known account may for a minute: what has not changed looks as before. */
/** They draw what was there already; *Set End* fills in a date, which is no text of the screen. */
const isRefresh = ({ name }: Ready) => name.endsWith(".refresh") || name === "action user.end_of";
const isPerson = ({ name }: Ready) => name !== "event user_change";

/** They tell of nobody, and use no database. */
const ofNobody = ["event app_uninstalled", "event tokens_revoked"];

test("there is a scenario for every listener, and every scenario leads to one", () => {
  expect([...new Set([...Object.keys(listenerScenarios).map(listenerOf), ...ofNobody])].sort()).toEqual(
    [...new Set(registered())].sort(),
  );
});

test("a database that hangs and then fails: acknowledged in time, and each is told an id that the log has; what was typed is still there", async () => {
  const everyone = await everyoneReady("database");
  const typed = everyone.map((each) => each.typed());
  const stuck = everyone.filter((each) => isPerson(each) && each.name !== "options home.time_zone");
  // Those that are slow to be acknowledged, at the same time.
  const waiting = everyone.toSorted((a, b) => a.name.localeCompare(b.name));
  // It is the database that is slow here, and not Slack.
  vi.stubEnv("CALL_TIMEOUT_FACTOR", "10");
  await world.database.hang(["find", "aggregate", "insert", "update", "findAndModify"]);
  while (waiting.length > 0) {
    const some = waiting.splice(0, AT_ONCE);
    await Promise.all(some.map(acts));
    const toBeTold = some.filter((each) => stuck.includes(each));
    await world.database.interruptDuring(
      Promise.all(toBeTold.map((each) => isTold(each, /give this id to whoever runs iam-bot: \w{8}\./))),
    );
  }
  await world.database.recover();
  expect(everyone.map((each) => each.typed())).toEqual(typed);
  const logged = log.filter(({ msg }) => msg === "a listener failed").map(({ id }) => id);
  for (const { told } of stuck)
    for (const [, id] of told().matchAll(/iam-bot: (\w{8})\./g)) expect(logged).toContain(id);
  world.expectErrors(
    /a listener failed|can't look for (jobs|webhooks)|an attempt failed unexpectedly|a migration failed/,
  );
});

const outages: Fault[] = [
  { status: 429, retryAfter: 30 },
  { status: 503 },
  { error: "internal_error" },
  { reset: true },
  { page: "<!doctype html><title>Sign in</title>" },
  { status: 429, retryAfter: null },
  { delayMs: 3_500, error: "request_timeout" },
];

const trouble = /Slack did not answer in time\. Check whether it went through, then try again in a minute\./;

async function eventsBy({ id }: Person): Promise<number> {
  return AuditEvent.countDocuments({ "actor.userId": id });
}

test("Slack can't say who acts: nothing is changed, and who wanted to is told; what was typed is still there", async () => {
  const everyone = await everyoneReady("people unknown");
  const before = await AuditEvent.countDocuments();
  const typed = everyone.map((each) => each.typed());
  slack.breakDown(["users.info"], outages);
  await inLanes(everyone, async (each) => {
    await acts(each);
    if (isPerson(each) && !isRefresh(each)) await isTold(each, each.name in changes ? trouble : /\S/);
  });
  expect(await AuditEvent.countDocuments()).toBe(before);
  const wanted = everyone.map(({ name }) => name in changes);
  expect(everyone.map((each) => each.typed()).filter((_, at) => wanted[at])).toEqual(
    typed.filter((_, at) => wanted[at]),
  );
});

test("Slack draws nothing: what was asked for is done once, and everyone is told in a message", async () => {
  const everyone = await everyoneReady("nothing drawn");
  const counts = new Map(
    await Promise.all(everyone.map(async ({ name, person }) => [name, await eventsBy(person)] as const)),
  );
  slack.breakDown(["views.open", "views.push", "views.update", "views.publish"], outages);
  await inLanes(everyone, async (each) => {
    await acts(each);
    // Whoever opens the Home tab sees the one from before: a message at every look would be worse.
    if (isPerson(each) && each.name !== "event app_home_opened") await isTold(each, /\S/);
  });
  slack.clearFaults();
  await eventually(async () => {
    const made = await Promise.all(
      everyone.map(async ({ name, person }) => [name, (await eventsBy(person)) - (counts.get(name) ?? 0)]),
    );
    expect(made).toEqual(everyone.map(({ name }) => [name, changes[name] ?? 0]));
  });
});
