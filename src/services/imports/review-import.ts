import { builtInGroupIds } from "../../models/group.ts";
import { RunLine, type RunLineDocument } from "../../models/run-line.ts";
import type { Principal } from "../actor.ts";
import { adminApproval, hasAdmin } from "../approvals/admin-approval.ts";
import { readAs } from "../authorize.ts";
import { runWithId } from "../runs/run-conflict.ts";
import { importOf } from "../runs/run-facts.ts";
import { type RunView, runView } from "../runs/show-run.ts";

/** What an import would do, for review before it starts. */
export interface ImportReview {
  run: RunView;
  /** Some people would be invited into Admin, which another admin must approve. */
  needsApproval: boolean;
  /** The first lines of which nothing is imported. */
  faulty: RunLineDocument[];
  /** Non-ASCII names, from the first lines that have any. */
  sample: string[];
}

const SHOWN = 10;

/** Reads what an import would do. @throws NotAdmin; NotFound */
export async function reviewImport(actor: Principal, runId: string): Promise<ImportReview> {
  return readAs(actor, "invites:read", async () => {
    const run = await runWithId(runId, "import");
    const outside = { runId, name: /[^\0-\x7f]/ };
    const [faulty, named] = await Promise.all([
      RunLine.find({ runId, outcome: "faulty" }).sort({ line: 1 }).limit(SHOWN).lean(),
      RunLine.find(outside, { name: 1 }).sort({ line: 1 }).limit(SHOWN).lean(),
    ]);
    const { groupIds, grantsRights } = importOf(run);
    const intoAdmin = { runId, outcome: "new" as const, groupIds: builtInGroupIds.admin };
    const givesAdmin = grantsRights && (hasAdmin(groupIds) || (await RunLine.exists(intoAdmin)) !== null);
    return {
      run: await runView(run),
      needsApproval: givesAdmin && (await adminApproval()) !== null,
      faulty,
      sample: named.flatMap(({ name }) => name ?? []),
    };
  });
}
