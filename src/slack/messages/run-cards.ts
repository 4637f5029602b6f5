import type { Button } from "@slack/types";
import { nameOf } from "../../models/actor-record.ts";
import type { RunCard } from "../../models/run.ts";
import type { RunView } from "../../services/runs/show-run.ts";
import { actions, bold, button, contextBlock, paragraph, plain, text } from "../kit/blocks.ts";
import type { Card } from "../kit/card.ts";
import { ids } from "../kit/ids.ts";
import { isolated } from "../kit/phrase.ts";
import { counted, exactly } from "../kit/text.ts";
import { groupsText, rowsText } from "./change-words.ts";

const MINUTE_MS = 60_000;
const LONGEST_NAMES = 200;

/** Shows the person who runs something how far it is: at most 2 blocks. */
export function runProgressCard(run: RunView): Card {
  const name = isolated(run.label, 60);
  const headline = isImport(run) ? `Import of ${name}` : name.replace(/^./, (first) => first.toUpperCase());
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

/** Tells the other admins that a large run has started, or that the admin of one may no longer go on: 2 blocks. */
export function runNoticeCard(run: RunView, news: RunCard["news"]): Card {
  return news === "started" ? runStartedCard(run) : runStoppedCard(run);
}

function runStartedCard(run: RunView): Card {
  const who = isolated(nameOf(run.by), 100);
  const rest = ` ${startedText(run)}`;
  const stop = button(ids.imports.pause, "Stop", { value: run.id, label: `Stop ${nameIn(run)}` });
  return {
    text: `${who}${rest}`,
    blocks: [
      paragraph(bold(who), text(rest)),
      run.status === "running" ? actions(stop) : contextBlock(stateText(run)),
    ],
  };
}

function startedText({ planned, label, what }: RunView): string {
  if (what.kind === "import") {
    const groups = isolated(what.groups.map(({ name }) => name).join(", "), LONGEST_NAMES);
    return `started importing ${exactly(planned, "person", "people")}. Groups, unless a line names others: ${groups}.`;
  }
  const chosen = `Chosen: ${rowsText(what, "them")}.`;
  return [`started ${label}.`, groupsText(what), chosen].filter((part) => part !== "").join(" ");
}

function runStoppedCard(run: RunView): Card {
  const question = `Who takes over this ${run.what.kind}?`;
  const may = isImport(run) ? "invite" : "do this";
  const why = `${isolated(nameOf(run.by), 100)} can no longer ${may}, so ${nameIn(run)} is paused at ${farText(run)}.`;
  if (run.status !== "paused") {
    const name = isImport(run) ? `Import of ${isolated(run.label, 60)}` : isolated(run.label, 60);
    return {
      text: `${name}: ${stateText(run)}`,
      blocks: [paragraph(bold(name)), contextBlock(resumedText(run))],
    };
  }
  return {
    text: `${question} ${why}`,
    blocks: [paragraph(bold(question), text(`\n${why}`)), actions(...buttonsOf(run))],
  };
}

const isImport = ({ what }: RunView) => what.kind === "import";
/** Names a run within a sentence. */
const nameIn = (run: RunView) => `${isImport(run) ? "the import of " : ""}${isolated(run.label, 60)}`;
const number = (count: number) => count.toLocaleString("en");
const farText = ({ done, planned }: RunView) => `${number(done)} of ${number(planned)}`;
const resumedText = (run: RunView) =>
  run.status === "running" ? `${isolated(nameOf(run.by), 100)} resumed it.` : stateText(run);

function stateText(run: RunView): string {
  const { status, changedBy, pauseReason } = run;
  switch (status) {
    case "running":
      return `${farText(run)}${timeLeft(run)}`;
    case "paused":
      if (pauseReason === "failed") return `Stopped at ${farText(run)}: something went wrong on our side.`;
      if (pauseReason === "no_right")
        return `Stopped at ${farText(run)}: the person who ran it can no longer do so.`;
      return `Paused by ${changedBy ?? "somebody"} at ${farText(run)}.`;
    case "cancelled":
      return `${changedBy ?? "Somebody"} cancelled the rest at ${farText(run)}. ${totals(run)}`;
    default:
      return `Finished. ${totals(run)}`;
  }
}

/** Estimates the time left by the pace since it was last paused, if possible: *· about 2 minutes*. */
function timeLeft({ going, now, done, planned }: RunView): string {
  if (!going || done === going.done) return "";
  const each = (now.getTime() - going.since.getTime()) / (done - going.done);
  const minutes = Math.round(each * (planned - done)) / MINUTE_MS;
  return minutes < 1
    ? " · less than a minute"
    : ` · about ${counted(Math.round(minutes), "minute", "minutes")}`;
}

const did = { resend: "sent again", cancel: "cancelled", groups: "changed", suspend: "suspended" };

function totals({ counts, what }: RunView): string {
  const parts: [number | undefined, string][] = [
    [counts.invited, "invited"],
    [counts.done, what.kind === "change" ? did[what.action] : "done"],
    [counts.asked, "waiting for another admin to approve Admin"],
    [counts.pending, "already pending"],
    [counts.user, "already registered"],
    [counts.unchanged, "already up to date"],
    [counts.moved, "changed by somebody else first"],
    [counts.limit, what.kind === "import" ? "over the limit of emails to one address" : "over a daily limit"],
    [counts.faulty, "left out"],
  ];
  return parts.flatMap(([count, came]) => (count ? [`${number(count)} ${came}`] : [])).join(" · ");
}

function buttonsOf(run: RunView): Button[] {
  const { id, status } = run;
  const cancel = button(ids.imports.cancelRest, "Cancel the Rest", {
    value: id,
    style: "danger",
    label: `Cancel the rest of ${nameIn(run)}`,
    confirm: {
      title: plain("Cancel the rest?", 100),
      text: plain(
        isImport(run)
          ? "People already invited stay invited. Nobody else will be."
          : "What’s done stays done. The rest stays as it is.",
        300,
      ),
      confirm: plain("Cancel the Rest", 30),
      deny: plain("Go On", 30),
      style: "danger",
    },
  });
  if (status === "running")
    return [button(ids.imports.pause, "Pause", { value: id, label: `Pause ${nameIn(run)}` }), cancel];
  if (status === "paused")
    return [button(ids.imports.resume, "Resume", { value: id, label: `Resume ${nameIn(run)}` }), cancel];
  return [];
}
