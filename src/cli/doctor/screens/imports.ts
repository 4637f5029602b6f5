import { Types } from "mongoose";
import { pauseReasons, runStatuses } from "../../../models/run.ts";
import type { RunReview, RunView } from "../../../services/runs/show-run.ts";
import { importForm } from "../../../slack/imports/form-view.ts";
import { importReview } from "../../../slack/imports/review-view.ts";
import { runProgressCard, runStartedCard, runStoppedCard } from "../../../slack/messages/run-cards.ts";
import type { Facts } from "./facts.ts";
import type { Screen } from "./screen.ts";

function runOf(f: Facts): RunView {
  const count = f.rows * 1_000 + 1;
  return {
    id: f.id,
    status: runStatuses[f.rows % runStatuses.length] ?? "done",
    label: f.groupName,
    encoding: f.yes ? "windows-1252" : "utf-8",
    ignored: Array.from({ length: f.rows }, (_, at) => `${f.groupName} ${at}`),
    groups: Array.from({ length: f.rows + 1 }, (_, at) => ({ id: f.id, name: `${f.groupName} ${at}` })),
    grantsRights: f.yes,
    by: { kind: "slack", name: f.name },
    changedBy: f.yes ? f.by : null,
    pauseReason: f.yes ? pauseReasons[f.rows % pauseReasons.length] : null,
    ...{ lines: count, planned: f.all ? count : 0, done: 1, version: 1 },
    counts: { new: count, invited: count, pending: count, user: count, limit: count, faulty: count },
    ...{ createdAt: f.at, startedAt: f.at, endedAt: f.at, now: new Date(f.at.getTime() + 60_000) },
  };
}

function linesOf({ rows, email }: Facts): RunReview["faulty"] {
  return Array.from({ length: rows }, (_, line) => ({
    ...{ _id: new Types.ObjectId(), runId: new Types.ObjectId(), line, outcome: "faulty" as const, email },
    fault: { code: "group_unknown" as const, column: "groups", fact: email },
  }));
}

export const importScreens: Record<string, Screen> = {
  importForm: (f) =>
    importForm({ choices: f.groups, groupIds: [], expiryDays: 7, problem: f.all ? f.long : undefined }),
  importReview: (f) =>
    importReview({ run: runOf(f), faulty: linesOf(f), sample: [f.name] }, { text: f.long, ok: f.yes }),
  runProgressCard: (f) => runProgressCard(runOf(f)),
  runStartedCard: (f) => runStartedCard(runOf(f)),
  runStoppedCard: (f) => runStoppedCard(runOf(f)),
};
