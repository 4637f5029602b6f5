import { Types } from "mongoose";
import { changeActions, pauseReasons, runStatuses } from "../../../models/run.ts";
import { lineOutcomes } from "../../../models/run-line.ts";
import type { ImportReview } from "../../../services/imports/review-import.ts";
import type { ChangeWhat, ImportWhat, RunView } from "../../../services/runs/show-run.ts";
import { importForm } from "../../../slack/imports/form-view.ts";
import { importReview } from "../../../slack/imports/review-view.ts";
import { runNoticeCard, runProgressCard } from "../../../slack/messages/run-cards.ts";
import type { Facts } from "./facts.ts";
import type { Screen } from "./screen.ts";

const groupsOf = (f: Facts) =>
  Array.from({ length: f.rows + 1 }, (_, at) => ({ id: f.id, name: `${f.groupName} ${at}` }));

function importOf(f: Facts): ImportWhat {
  return {
    kind: "import",
    encoding: f.yes ? "windows-1252" : "utf-8",
    ignored: Array.from({ length: f.rows }, (_, at) => `${f.groupName} ${at}`),
    groups: groupsOf(f),
    grantsRights: f.yes,
  };
}

export function changeOf(f: Facts): ChangeWhat {
  return {
    kind: "change",
    action: changeActions[f.rows % changeActions.length] ?? "groups",
    of: f.yes ? "invites" : "users",
    filter: { text: f.all ? f.long : "", which: f.yes ? "pending" : "everyone", mine: f.yes },
    adds: groupsOf(f),
    removes: groupsOf(f),
    theirInvites: "cancel",
    end: f.all ? { until: f.at, zone: "Europe/Berlin" } : null,
  };
}

export function runOf(f: Facts, what: RunView["what"] = importOf(f)): RunView {
  const count = f.rows * 1_000 + 1;
  return {
    id: f.id,
    status: runStatuses[f.rows % runStatuses.length] ?? "done",
    label: f.groupName,
    what,
    by: { kind: "slack", name: f.name },
    changedBy: f.yes ? f.by : null,
    pauseReason: f.yes ? pauseReasons[f.rows % pauseReasons.length] : null,
    lines: count,
    planned: f.all ? count : 0,
    done: 1,
    version: 1,
    counts: Object.fromEntries(lineOutcomes.map((outcome) => [outcome, count])),
    createdAt: f.at,
    startedAt: f.at,
    endedAt: f.at,
    going: { since: f.at, done: 0 },
    now: new Date(f.at.getTime() + 60_000),
  };
}

function linesOf({ rows, email }: Facts): ImportReview["faulty"] {
  return Array.from({ length: rows }, (_, line) => ({
    _id: new Types.ObjectId(),
    runId: new Types.ObjectId(),
    line,
    outcome: "faulty" as const,
    email,
    fault: { code: "group_unknown" as const, column: "groups", fact: email },
  }));
}

export const importScreens: Record<string, Screen> = {
  importForm: (f) =>
    importForm({ choices: f.groups, groupIds: [], expiryDays: 7, problem: f.all ? f.long : undefined }),
  importReview: (f) =>
    importReview(
      { run: runOf(f), needsApproval: f.all, faulty: linesOf(f), sample: [f.name] },
      { text: f.long, ok: f.yes },
    ),
  runProgressCard: (f) => runProgressCard(runOf(f)),
  "runProgressCard, running": (f) => runProgressCard({ ...runOf(f), status: "running" }),
  "runProgressCard, paused": (f) => runProgressCard({ ...runOf(f), status: "paused" }),
  runStartedCard: (f) => runNoticeCard({ ...runOf(f), status: "running" }, "started"),
  runStoppedCard: (f) => runNoticeCard({ ...runOf(f), status: "paused" }, "stopped"),
};
