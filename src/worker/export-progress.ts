import { type ExportUnderWay, recordExportProgress } from "../services/exports/export-under-way.ts";
import type { Card, MessageRef } from "../slack/kit/card.ts";
import { exportProgressCard, exportSentCard } from "../slack/messages/export-cards.ts";
import { rewrite, writeTo } from "./direct-message.ts";
import type { HandlerContext } from "./handler.ts";

/** Exports that take no longer show no progress. */
const PATIENCE_MS = 2_000;
/** How often progress is drawn: Slack allows about 50 updates a minute in total. */
const REST_MS = 3_000;

/**
 * Shows the person who asked for an export how far it is, in one message. The file never waits for it, nor fails with
 * it.
 */
export class ExportProgress {
  readonly #export: ExportUnderWay;
  readonly #context: HandlerContext;
  #message: MessageRef | undefined;
  #dueAt = performance.now() + PATIENCE_MS;
  #showing: Promise<void> | null = null;

  constructor(found: ExportUnderWay, context: HandlerContext) {
    this.#export = found;
    this.#context = context;
    this.#message = found.progress;
  }

  /** Takes the number of rows so far. */
  at(rows: number): void {
    if (this.#showing || performance.now() < this.#dueAt) return;
    this.#showing = this.#show(exportProgressCard(this.#export.label, rows)).finally(() => {
      this.#showing = null;
      this.#dueAt = performance.now() + REST_MS;
    });
  }

  /** Shows that the file is there, if progress was shown. */
  async ended(rows: number): Promise<void> {
    await this.#showing;
    if (this.#message) await this.#show(exportSentCard(this.#export.label, rows));
  }

  async #show(card: Card): Promise<void> {
    const { _id, by } = this.#export;
    try {
      const result = this.#message
        ? await rewrite(this.#context, by.userId, this.#message, card)
        : await writeTo(this.#context, by.userId ?? "", card);
      if (result.kind !== "ok" || this.#message) return;
      this.#message = result.value;
      await recordExportProgress(_id, result.value);
    } catch (error) {
      this.#context.log.warn({ err: error }, "could not show the progress of an export");
    }
  }
}
