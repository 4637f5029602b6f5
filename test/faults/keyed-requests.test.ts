import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import * as z from "zod";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { IdempotencyRecord } from "../../src/models/idempotency-record.ts";
import { Invite } from "../../src/models/invite.ts";
import { clientMaker } from "../support/api.ts";
import { startCluster } from "../support/faults/cluster.ts";
import { Dice, PATIENCE_MS, seeded, times } from "../support/faults/run.ts";
import { freshDatabase } from "../support/setup/database.ts";

const REQUESTS = times({ quick: 20, full: 2_000 });
const AT_ONCE = 10;
const MAX_AT_A_TIME = 100;
const LONGEST_LIFE_MS = 400;

const answer = z.object({ code: z.string().optional() });

test(
  `a client retries with its idempotency keys while processes are killed: each request is carried out once (${seeded})`,
  async () => {
    const dice = new Dice();
    const cluster = await startCluster({
      uri: freshDatabase().uri,
      env: { INVITE_UNDO_SECONDS: "3600", API_REQUESTS_PER_MINUTE: "1000000" },
    });
    try {
      const [url = "", other = ""] = cluster.urls;
      const { token, asks } = await clientMaker(url)("invites:write");
      for (let from = 0; from < REQUESTS; from += MAX_AT_A_TIME) {
        const many = Math.min(MAX_AT_A_TIME, REQUESTS - from);
        const emails = Array.from({ length: many }, (_, n) => `keyed.${from + n}@example.com`);
        expect((await asks("POST", "/invites", { body: { emails } })).status).toBe(201);
      }
      const waiting = (await Invite.find({}, { _id: 1 }).lean()).map(({ _id }) => String(_id));
      expect(waiting).toHaveLength(REQUESTS);

      /** Resends an invite with one key, at either process, until it is told that this is done. */
      const insists = async (inviteId: string) => {
        const headers = { Authorization: `Bearer ${token}`, "Idempotency-Key": randomUUID() };
        for (;;) {
          const at = dice.pick([url, other]);
          const response = await fetch(`${at}/api/v1/invites/${inviteId}/resend`, { method: "POST", headers })
            .then(async (sent) => ({ status: sent.status, ...answer.parse(await sent.json()) }))
            .catch(() => null);
          if (response?.status === 200 || response?.code === "already_done") return;
          if (response && response.code !== "in_progress") expect(response.status).toBe(503);
          await pause(20);
        }
      };
      let done = false;
      const killing = (async () => {
        while (!done) {
          await pause(dice.below(LONGEST_LIFE_MS));
          cluster.signals(0, "SIGKILL");
          await cluster.ended(0);
          // As if the dead one's claims had run out; and so those of the living do.
          await IdempotencyRecord.updateMany({ done: false }, { expiresAt: new Date(0) });
          await IdempotencyRecord.updateMany({ done: true }, { claimedUntil: new Date(0) });
          await cluster.starts(0);
        }
      })();
      const worker = async () => {
        for (let next = waiting.pop(); next; next = waiting.pop()) await insists(next);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker)).finally(() => {
        done = true;
      });
      await killing;

      expect(await Invite.distinct("generation")).toEqual([2]);
      expect(await AuditEvent.countDocuments({ action: "invite.resent" })).toBe(REQUESTS);
    } finally {
      await cluster.ends();
    }
  },
  PATIENCE_MS,
);
