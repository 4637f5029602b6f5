import type { Button } from "@slack/types";
import { nameOf } from "../../models/actor-record.ts";
import type { RunView } from "../../services/runs/show-run.ts";
import { actions, bold, button, paragraph, plain, text } from "../kit/blocks.ts";
import type { Card } from "../kit/card.ts";
import { ids } from "../kit/ids.ts";
import { counted, shorten } from "../kit/text.ts";

const MINUTE_MS = 60_000;
const LONGEST_NAMES = 200;

/** Shows whoever runs an import how far it is: at most 2 blocks. */
export function runProgressCard(run: RunView): Card {
  const headline = `Import of ${shorten(run.label, 60)}`;
  const state = stateText(run);
  const buttons = buttonsOf(run);
  return {
    text: `${headline}: ${state}`,
    blocks: [
      paragraph(bold(headline), text(`\n${state}`)),
      ...(buttons.length > 0 ? [actions(...buttons)] : []),
    ],
  };
}

/** Tells the other admins of a large import that has started: 2 blocks. */
export function runStartedCard(run: RunView): Card {
  const who = shorten(nameOf(run.by), 100);
  const rest = ` started to import ${counted(run.planned, "person", "people")}. Groups, unless a line names others: ${groupNames(run)}.`;
  return {
    text: `${who}${rest}`,
    blocks: [
      paragraph(bold(who), text(rest)),
      actions(button(ids.imports.pause, "Stop", { value: run.id, label: `Stop the import of ${run.label}` })),
    ],
  };
}

/** Asks the admins about an import whose admin may not go on: 2 blocks. */
export function runStoppedCard(run: RunView): Card {
  const question = "Who goes on with this import?";
  const why = `${shorten(nameOf(run.by), 100)} may not invite any more, so the import of ${shorten(run.label, 60)} rests at ${farText(run)}.`;
  return {
    text: `${question} ${why}`,
    blocks: [
      paragraph(bold(question), text(`\n${why}`)),
      actions(...buttonsOf({ ...run, status: "paused" })),
    ],
  };
}

const groupNames = ({ groups }: RunView) => shorten(groups.map(({ name }) => name).join(", "), LONGEST_NAMES);
const number = (count: number) => count.toLocaleString("en");
const farText = ({ done, planned }: RunView) => `${number(done)} of ${number(planned)}`;

function stateText(run: RunView): string {
  const { status, changedBy, pauseReason } = run;
  switch (status) {
    case "running":
      return `${farText(run)}${timeLeft(run)}`;
    case "paused":
      if (pauseReason === "failed") return `Stopped at ${farText(run)}: something went wrong on our side.`;
      return `Paused by ${changedBy ?? "somebody"} at ${farText(run)}.`;
    case "cancelled":
      return `${changedBy ?? "Somebody"} cancelled the rest at ${farText(run)}. ${totals(run)}`;
    default:
      return `Finished. ${totals(run)}`;
  }
}

/** Says how long it takes, as far as that can be told: *· about 2 minutes*. */
function timeLeft({ startedAt, now, done, planned }: RunView): string {
  if (!startedAt || done === 0) return "";
  const minutes = Math.round(((now.getTime() - startedAt.getTime()) / done) * (planned - done)) / MINUTE_MS;
  return minutes < 1
    ? " · less than a minute"
    : ` · about ${counted(Math.round(minutes), "minute", "minutes")}`;
}

function totals({ counts }: RunView): string {
  const parts: [number | undefined, string][] = [
    [counts.invited, "invited"],
    [counts.pending, "already pending"],
    [counts.user, "already registered"],
    [counts.limit, "over the limit of emails to one address"],
    [counts.faulty, "left out"],
  ];
  return parts.flatMap(([count, what]) => (count ? [`${number(count)} ${what}`] : [])).join(" · ");
}

function buttonsOf({ id, status, label }: RunView): Button[] {
  const cancel = button(ids.imports.cancelRest, "Cancel the Rest", {
    value: id,
    style: "danger",
    label: `Cancel the rest of the import of ${label}`,
    confirm: {
      title: plain("Cancel the rest?", 100),
      text: plain("Who is invited stays invited. Nobody else will be.", 300),
      confirm: plain("Cancel the Rest", 30),
      deny: plain("Go On", 30),
      style: "danger",
    },
  });
  if (status === "running")
    return [button(ids.imports.pause, "Pause", { value: id, label: `Pause the import of ${label}` }), cancel];
  if (status === "paused")
    return [
      button(ids.imports.resume, "Resume", { value: id, label: `Resume the import of ${label}` }),
      cancel,
    ];
  return [];
}
