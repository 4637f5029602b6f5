import { DAY_MS } from "../services/durations.ts";
import type { LeasedJob } from "../services/leases.ts";
import { summaryCard } from "../slack/messages/batch.ts";
import { endTurn, type Turn, takeTurn } from "../slack/state/batch-turn.ts";
import { enqueueSlack } from "../slack/state/jobs.ts";
import { writeToAdmin, writeToInviter, written } from "./direct-message.ts";
import { done, type Handler, type HandlerContext, type HandlerResult } from "./handler.ts";
import type { SpecOf } from "./jobs.ts";
import { allAdmins } from "./recipients.ts";

/** A change begun before a summary was read may have been committed after it. */
const LONGEST_CHANGE_MS = 10_000;

/** Tells the inviter how a large batch is doing, at most once a day, or every admin if the inviter can't be told. */
export const summary: Handler<"summary"> = {
  async handle(spec, job, context) {
    const turn = await takeTurn(String(spec.batchId), job, 0);
    if (turn === "taken") return { attempt: { kind: "snooze", afterMs: 1_000 } };
    if (!turn) return done;
    if (spec.to) return tellAdmin(spec, spec.to, turn, job, context);
    return summedUpToday(spec, turn, job) ?? tellInviter(spec, turn, job, context);
  },
};

/** Ends a job that today's summary answered, leaving what it may have missed to tomorrow's; null if none was sent. */
function summedUpToday(
  spec: SpecOf<"summary">,
  { summedUpAt, readAt }: Turn,
  job: LeasedJob,
): HandlerResult | null {
  const wait = summedUpAt ? summedUpAt.getTime() + DAY_MS - readAt.getTime() : 0;
  if (!summedUpAt || wait <= 0) return null;
  const told = job.createdAt.getTime() + LONGEST_CHANGE_MS < summedUpAt.getTime();
  return ended(told ? done : { attempt: { kind: "snooze", afterMs: wait } }, spec, job);
}

async function tellInviter(
  spec: SpecOf<"summary">,
  { snapshot, readAt }: Turn,
  job: LeasedJob,
  context: HandlerContext,
): Promise<HandlerResult> {
  const { settings } = context;
  const result = await writeToInviter(context, snapshot.inviter, summaryCard(snapshot, "inviter", settings));
  if (result.kind === "retry" || result.kind === "cancel") return ended({ attempt: result }, spec, job);
  const admins = result.kind === "ok" ? [] : await allAdmins(settings.owners);
  return {
    attempt: { kind: "done" },
    async record(_outcome, now) {
      await endTurn(String(spec.batchId), job, { summedUpAt: readAt });
      await enqueueSlack(now, ...admins.map((admin) => ({ ...spec, to: admin, dueAt: now })));
    },
  };
}

async function tellAdmin(
  spec: SpecOf<"summary">,
  to: string,
  { snapshot }: Turn,
  job: LeasedJob,
  context: HandlerContext,
): Promise<HandlerResult> {
  const result = await writeToAdmin(context, to, summaryCard(snapshot, "admin", context.settings));
  return ended(written(result), spec, job);
}

function ended({ attempt }: HandlerResult, { batchId }: SpecOf<"summary">, job: LeasedJob): HandlerResult {
  return {
    attempt,
    async record() {
      await endTurn(String(batchId), job, {});
    },
  };
}
