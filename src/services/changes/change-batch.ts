import type { RunDocument } from "../../models/run.ts";
import { type Batch, type BatchDue, type LineResult, runBatch } from "../runs/run-batch.ts";
import { changeOf } from "../runs/run-facts.ts";
import { changeInvites, type InviteSettings } from "./change-invites.ts";
import { changeUsers } from "./change-users.ts";
import { outcomeOf } from "./row-problem.ts";

/** How many rows one transaction changes: invites all at once, edited invites and users one after another. */
const BATCH = { resend: 250, cancel: 250, groups: 50, suspend: 25 } as const;

/** Changes the next rows of a change, as {@link runBatch} runs a batch: each is changed once, whatever crashes. */
export async function changeBatch(
  due: BatchDue,
  { owners, ...settings }: InviteSettings & { owners: readonly string[] },
): Promise<void> {
  await runBatch(
    { ...due, owners },
    {
      kind: "change",
      mostOf: (run: RunDocument) => BATCH[changeOf(run).action],
      carryOut: (batch) => changeThese(batch, settings),
    },
  );
}

async function changeThese(batch: Batch, settings: InviteSettings): Promise<LineResult[]> {
  const { of } = changeOf(batch.run);
  // A row that moved within the list while it was read appears twice.
  const lines = [...new Map(batch.lines.map((line) => [String(line.targetId), line])).values()];
  const once = { ...batch, lines };
  const results = of === "invites" ? await changeInvites(once, settings) : await changeUsers(once);
  return batch.lines.map(({ _id, targetId }) => {
    const result = results.get(String(targetId)) ?? "unchanged";
    return typeof result === "string"
      ? { _id, outcome: result }
      : { _id, outcome: outcomeOf(result), problem: result };
  });
}
