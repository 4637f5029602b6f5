import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import * as z from "zod";
import { findMongod } from "../../dev/emulators/mongodb/binary.ts";
import { startMembers } from "../../dev/emulators/mongodb/members.ts";
import { databaseUri } from "../../dev/emulators/mongodb/mongod.ts";
import { builtInGroupIds } from "../../src/models/group.ts";
import { User } from "../../src/models/user.ts";
import { createClient } from "../../src/services/clients/create-client.ts";
import { type Cluster, startCluster } from "../support/faults/cluster.ts";
import { Dice, full, PATIENCE_MS, repeat, say, seeded, times } from "../support/faults/run.ts";
import { freshDatabase } from "../support/setup/database.ts";
import { seedUsers } from "../support/slack/seed.ts";

const USERS = 10;
/** How many ask each process at the same time. */
const ASKERS = 4;
/** Others' changes are in a decision after so long. */
const FRESH_MS = 1_000;
const KILLS = 5;
const answer = z.object({ decision: z.boolean() });

/** From when to when somebody was, or may have been, allowed something, or not. */
interface Span {
  allowed: boolean;
  /** When the change to it was begun. */
  from: number;
  /** When the change away from it was acknowledged. */
  until: number;
}

/** Whose rights come and go, and what was true when. */
class Rights {
  readonly spans = new Map<string, Span[]>();
  readonly emails: readonly string[];
  changes = 0;

  constructor(emails: readonly string[]) {
    this.emails = emails;
    for (const email of emails)
      this.spans.set(email, [
        { allowed: true, from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY },
      ]);
  }

  /** Takes somebody's rights away, or gives them back, however long the database needs. */
  async change(email: string): Promise<void> {
    const spans = this.spans.get(email) ?? [];
    const last = spans.at(-1);
    if (!last) return;
    const allowed = !last.allowed;
    spans.push({ allowed, from: performance.now(), until: Number.POSITIVE_INFINITY });
    const status = allowed ? "active" : "suspended";
    for (;;) {
      const done = await User.updateOne({ email }, { $set: { status } }).catch(() => null);
      if (done) break;
      await pause(100);
    }
    last.until = performance.now();
    this.changes += 1;
  }

  /** Whether a decision asked and answered at these moments was true at some time since a second before. */
  explains(email: string, decision: boolean, asked: number, answered: number): boolean {
    return (this.spans.get(email) ?? []).some(
      ({ allowed, from, until }) => allowed === decision && from <= answered && until >= asked - FRESH_MS,
    );
  }
}

interface Asked {
  decided: number;
  unavailable: number;
  wrong: string[];
}

/** Asks every process all the time, until it is told to end. */
function askEverywhere({ urls }: Cluster, token: string, rights: Rights, dice: Dice) {
  const asked: Asked = { decided: 0, unavailable: 0, wrong: [] };
  let asking = true;
  const ask = async (url: string) => {
    while (asking) {
      const email = rights.emails[dice.below(rights.emails.length)] ?? "";
      const began = performance.now();
      const response = await fetch(`${url}/access/v1/evaluation`, {
        method: "POST",
        headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
        body: JSON.stringify({
          subject: { type: "user", id: email },
          action: { name: "use" },
          resource: { type: "service", id: "Tickets" },
        }),
      });
      const text = await response.text();
      const ended = performance.now();
      if (response.status === 503) asked.unavailable += 1;
      else {
        asked.decided += 1;
        const parsed = response.status === 200 ? answer.parse(JSON.parse(text)) : null;
        if (!parsed || !rights.explains(email, parsed.decision, began, ended))
          asked.wrong.push(`${url} at ${Math.round(began)}: ${response.status} ${text} ${email}`);
      }
    }
  };
  const asks = urls.flatMap((url) => Array.from({ length: ASKERS }, () => ask(url)));
  return {
    asked,
    async ends(): Promise<Asked> {
      asking = false;
      await Promise.all(asks);
      return asked;
    },
  };
}

async function begin(uri: string) {
  const cluster = await startCluster({ uri, processes: 3, admins: 1 });
  const names = Array.from({ length: USERS }, (_, at) => `Person ${at}`);
  await seedUsers(names, builtInGroupIds.users);
  const rights = new Rights(names.map((name) => `${name.toLowerCase().replace(" ", ".")}@example.com`));
  const request = { name: "Portal", permissions: ["decisions"], expiryDays: null };
  const { token } = await createClient({ kind: "operator" }, request);
  return { cluster, rights, token };
}

test(
  `rights come and go while three processes are asked: none decides by anything that changed over a second ago (${seeded})`,
  async () => {
    const dice = new Dice();
    const { cluster, rights, token } = await begin(freshDatabase().uri);
    try {
      const asking = askEverywhere(cluster, token, rights, dice);
      await expect.poll(() => asking.asked.decided, { timeout: PATIENCE_MS }).toBeGreaterThan(100);
      await repeat("A right is changed", times({ quick: 15, full: 500 }), async () => {
        await rights.change(dice.pick(["person.0@example.com", ...rights.emails]));
        await pause(dice.below(150));
      });
      const { wrong, decided, unavailable } = await asking.ends();
      say(`${decided} decisions, ${unavailable} times none`);
      expect(wrong).toEqual([]);
      expect(decided).toBeGreaterThan(200);
    } finally {
      await cluster.ends();
    }
  },
  PATIENCE_MS,
);

// Three servers are too much for the quick selection.
test.runIf(full && !process.env.TEST_MONGODB_URI)(
  `the primary is killed while rights come and go: every decision given is fresh (${seeded})`,
  async () => {
    const dice = new Dice();
    const { path } = await findMongod({ env: process.env, log: say });
    const members = await startMembers(path, 3);
    const { cluster, rights, token } = await begin(databaseUri(members.uri, "iam"));
    try {
      const asking = askEverywhere(cluster, token, rights, dice);
      let changing = true;
      const changes = (async () => {
        while (changing) {
          await rights.change(dice.pick(["person.0@example.com", ...rights.emails]));
          await pause(dice.below(150));
        }
      })();
      await repeat("The primary is killed", KILLS, async () => {
        await pause(2_000 + dice.below(1_500));
        const primary = await members.primary();
        members.kill(primary);
        const { decided } = asking.asked;
        await members.start(primary);
        // Whatever happened, they decide again.
        await expect
          .poll(() => asking.asked.decided, { timeout: PATIENCE_MS })
          .toBeGreaterThan(decided + 1_000);
      });
      changing = false;
      await changes;
      const { wrong, decided, unavailable } = await asking.ends();
      say(`${decided} decisions, ${unavailable} times none, ${rights.changes} changes`);
      expect(wrong).toEqual([]);
    } finally {
      await cluster.ends();
      await members.stop();
    }
  },
  PATIENCE_MS,
);
