import { endTurn, type Turn, takeTurn } from "../services/invites/batch.ts";
import type { HeldMessage } from "../services/job-queue.ts";
import { enqueue } from "../services/jobs.ts";
import { allAdmins, reachable } from "../services/users/recipients.ts";
import { summaryCard } from "../slack/messages/batch.ts";
import { writeTo } from "./direct-message.ts";
import { type Asks, type Carried, done, type Kind, type Means } from "./handler.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** A change that was begun before a summary was read may have been committed after it. */
const LONGEST_CHANGE_MS = 10_000;

/** Tells the inviter how a large batch stands, at most once a day; where that can't be, every admin. */
export const summary: Kind<Asks<"summary">> = {
  async carryOut(asks, held, means) {
    const turn = await takeTurn(String(asks.batchId), held, 0);
    if (turn === "taken") return { attempt: { is: "later", afterMs: 1_000 } };
    if (!turn) return done;
    if (asks.to) return tellAdmin(asks, asks.to, turn, held, means);
    return summedUpToday(asks, turn, held) ?? tellInviter(asks, turn, held, means);
  },
};

/** What today's summary told already is done; what it may have missed waits for tomorrow's. */
function summedUpToday(
  asks: Asks<"summary">,
  { summedUpAt, readAt }: Turn,
  held: HeldMessage,
): Carried | null {
  const wait = summedUpAt ? summedUpAt.getTime() + DAY_MS - readAt.getTime() : 0;
  if (!summedUpAt || wait <= 0) return null;
  const told = held.createdAt.getTime() + LONGEST_CHANGE_MS < summedUpAt.getTime();
  return ended(told ? done : { attempt: { is: "later", afterMs: wait } }, asks, held);
}

async function tellInviter(
  asks: Asks<"summary">,
  { standing, readAt }: Turn,
  held: HeldMessage,
  means: Means,
): Promise<Carried> {
  const to = await reachable(standing.inviter);
  const result = to
    ? await writeTo(means.slack, to, summaryCard(standing, "inviter", means.settings))
    : ({ is: "unreachable" } as const);
  if (result.is === "fault" || result.is === "hopeless") return ended({ attempt: result }, asks, held);
  const admins = result.is === "ok" ? [] : await allAdmins(means.settings.owners);
  return {
    attempt: { is: "done" },
    async record(_outcome, now) {
      await endTurn(String(asks.batchId), held, { summedUpAt: readAt });
      await enqueue(now, ...admins.map((admin) => ({ ...asks, to: admin, dueAt: now })));
    },
  };
}

async function tellAdmin(
  asks: Asks<"summary">,
  to: string,
  { standing }: Turn,
  held: HeldMessage,
  { slack, settings }: Means,
): Promise<Carried> {
  const result = await writeTo(slack, to, summaryCard(standing, "admin", settings));
  return ended(result.is === "ok" || result.is === "unreachable" ? done : { attempt: result }, asks, held);
}

function ended({ attempt }: Carried, { batchId }: Asks<"summary">, held: HeldMessage): Carried {
  return {
    attempt,
    async record() {
      await endTurn(String(batchId), held, {});
    },
  };
}
