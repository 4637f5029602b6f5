import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { parse } from "yaml";
import type { Execution } from "../../dev/emulators/slack/executions.ts";
import { manifestFor } from "../../src/cli/manifest.ts";
import { AccessRequest } from "../../src/models/access-request.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Invite } from "../../src/models/invite.ts";
import { Job } from "../../src/models/job.ts";
import { answerRequest } from "../../src/services/requests/answer-request.ts";
import { requestPolicy } from "../support/acting.ts";
import { startCluster } from "../support/faults/cluster.ts";
import { Dice, PATIENCE_MS, repeat, seeded, times } from "../support/faults/run.ts";
import { freshDatabase } from "../support/setup/database.ts";
import { actorOf } from "../support/slack/seed.ts";

const KILLS = times({ quick: 2, full: 60 });
/** How many steps are answered before each kill. */
const STEPS = 4;
/** A process dies so soon after an answer at the latest: before a step is told, while it is, or just after. */
const SOON_MS = 120;

test(
  `processes are killed between an answer and telling its workflow step: each step ends with its answer, once told (${seeded})`,
  async () => {
    const dice = new Dice();
    const cluster = await startCluster({ uri: freshDatabase().uri, admins: 1 });
    const { slack } = cluster;
    slack.install(parse(manifestFor({ url: "https://iam.example.com" }, true)));
    const [admin] = cluster.admins;
    if (!admin) throw new Error("nobody is there to answer");
    const actor = actorOf(admin, true);
    const asked = new Map<string, { execution: Execution; denied: boolean }>();
    let untold = 0;
    try {
      await repeat("kill -9", KILLS, async (round) => {
        const emails = Array.from({ length: STEPS }, (_, n) => `new.hire.${round}.${n}@example.com`);
        for (const [n, email] of emails.entries()) {
          const execution = await slack.runsStep("invite_person", { email, reason: "Starts on Monday" });
          asked.set(email, { execution, denied: n % 2 === 1 });
        }
        const waiting = { "subject.email": { $in: emails } };
        await expect.poll(() => AccessRequest.countDocuments(waiting), { timeout: PATIENCE_MS }).toBe(STEPS);
        for (const { _id, subject } of await AccessRequest.find(waiting).lean())
          await answerRequest(
            actor,
            String(_id),
            asked.get(subject?.email ?? "")?.denied
              ? { approved: false, reason: "Not now" }
              : { approved: true },
            requestPolicy,
          );
        await pause(dice.below(SOON_MS));
        untold += emails.filter((email) => !asked.get(email)?.execution.ended).length;
        await cluster.kills(round % 2);
      });
      const open = () => [...asked.values()].filter(({ execution }) => !execution.ended).length;
      await expect.poll(open, { timeout: PATIENCE_MS, interval: 500 }).toBe(0);
      // Otherwise nobody was killed at a moment that matters.
      expect(untold).toBeGreaterThan(0);

      for (const [email, { execution, denied }] of asked) {
        const invites = await Invite.find({ email }).lean();
        expect(invites).toHaveLength(denied ? 0 : 1);
        expect(execution.ended).toMatchObject(
          denied
            ? { error: expect.stringContaining("Not now") }
            : { outputs: { status: "invited", invite_id: String(invites[0]?._id) } },
        );
      }
      for (const action of ["request.approved", "request.denied"])
        expect(await AuditEvent.countDocuments({ action })).toBe((KILLS * STEPS) / 2);
      const promised = { kind: "step-outcome", status: "waiting" as const };
      await expect.poll(() => Job.countDocuments(promised), { timeout: PATIENCE_MS }).toBe(0);
    } finally {
      await cluster.ends();
    }
  },
  PATIENCE_MS,
);
