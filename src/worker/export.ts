import { requireAlso } from "../services/authorize.ts";
import { NotAdmin, NotFound, NotPermitted } from "../services/errors.ts";
import {
  type ExportUnderWay,
  exportFailed,
  exportSent,
  exportUnderWay,
  recordExportFile,
} from "../services/exports/export-under-way.ts";
import { readExport } from "../services/exports/read-export.ts";
import { fileNameOf, permissionFor } from "../services/exports/request.ts";
import type { Exporting } from "../services/exports/sheet.ts";
import { GroupDeleted } from "../services/groups/refusals.ts";
import { whileHeld } from "../services/leases.ts";
import type { InWorkspace } from "../slack/kit/accounts.ts";
import { withTemporaryFile } from "../slack/kit/temporary-file.ts";
import { bringFile, isShared, shareFile } from "../slack/kit/upload-file.ts";
import { exportComment, exportFailedCard, exportTitle } from "../slack/messages/export-cards.ts";
import { enqueueSlack } from "../slack/state/jobs.ts";
import { callSlack, type SlackResult, writeTo, written } from "./direct-message.ts";
import { ExportProgress } from "./export-progress.ts";
import { done, type Handler, type HandlerContext, type HandlerResult } from "./handler.ts";

/**
 * Writes an export and sends it to the person who asked for it. An interrupted one starts over, unless the file is
 * there already.
 */
export const exportFile: Handler<"export"> = {
  handle({ exportId }, job, context) {
    return whileHeld(job, async (lost) => {
      const found = await exportUnderWay(exportId, context.settings.owners);
      if (!found) return done;
      return send(found, AbortSignal.any([lost, context.stopping]), context);
    });
  },

  async onFailed({ exportId }, { error }, now) {
    const reason = reasonIn(error);
    const failed = await exportFailed(exportId, reason, now);
    const to = failed?.by.userId;
    if (to) await enqueueSlack(now, { kind: "export-failed", to, label: failed.label, reason, dueAt: now });
  },
};

/** Tells the person who waits for a file that it can't be sent. */
export const exportFailedNotice: Handler<"export-failed"> = {
  async handle({ to, label, reason, outcome }, _job, context) {
    const card = exportFailedCard(label, reason, outcome ? "outcome" : "export");
    return written(await writeTo(context, to, card));
  },
};

/** Returns the reason as a code: the one Slack refused it with, if it did. */
export function reasonIn(error: string): string {
  const [code = "", fact] = error.split(":");
  return code === "slack_refused" && fact ? fact : code;
}

async function send(
  found: ExportUnderWay,
  signal: AbortSignal,
  context: HandlerContext,
): Promise<HandlerResult> {
  const { exporting } = found;
  if (!exporting) return given("no_right");
  const progress = new ExportProgress(found, context);
  try {
    const result = await callSlack(() =>
      context.inWorkspace({ userId: found.by.userId ?? "" }, (at) =>
        deliver(found, exporting, { at, signal, progress, context }),
      ),
    );
    if (result.kind === "unreachable") return given("unreachable");
    if (isForOperator(result)) return given(result.error);
    if (result.kind !== "ok") return { attempt: result };
    await progress.ended(result.value);
    return {
      attempt: { kind: "done" },
      record: (_outcome, now) => exportSent(found, exporting.actor, result.value, now),
    };
  } catch (error) {
    if (signal.aborted) return { attempt: { kind: "snooze", afterMs: 0 } };
    if (error instanceof NotAdmin || error instanceof NotPermitted) return given("no_right");
    if (error instanceof NotFound || error instanceof GroupDeleted) return given("gone");
    throw error;
  }
}

/** Whether Slack takes no files from the app: trying again for an hour doesn't help, only the operator can fix this. */
export const isForOperator = (result: SlackResult<unknown>): result is Failing =>
  result.kind === "retry" && result.error === "slack_refused:missing_scope";

type Failing = Extract<SlackResult<unknown>, { kind: "retry" }>;

const given = (error: string): HandlerResult => ({ attempt: { kind: "cancel", error } });

interface Way {
  at: InWorkspace;
  signal: AbortSignal;
  progress: ExportProgress;
  context: HandlerContext;
}

/** @returns how many rows are in the file */
async function deliver(
  { _id, request, label, by, file: before }: ExportUnderWay,
  exporting: Exporting,
  { at, signal, progress, context: { slack } }: Way,
): Promise<number> {
  if (before && (await isShared(slack, before.id, before.channel))) return before.rows;
  const opened = await slack.conversations.open({ users: by.userId ?? "", ...at });
  const channel = opened.channel?.id ?? "";
  let rows = 0;
  async function* content() {
    for await (const piece of readExport(request, exporting)) {
      rows += piece.rows;
      progress.at(rows);
      yield piece.text;
    }
  }
  const name = fileNameOf(request);
  return withTemporaryFile(
    content(),
    async (file) => {
      const id = await bringFile(slack, name, file, at, signal);
      await recordExportFile(_id, { id, channel, rows });
      await requireAlso(exporting.actor, permissionFor[request.what]);
      signal.throwIfAborted();
      await shareFile(
        slack,
        id,
        { channel, name, title: exportTitle(label), comment: exportComment(rows) },
        at,
      );
      return rows;
    },
    signal,
  );
}
