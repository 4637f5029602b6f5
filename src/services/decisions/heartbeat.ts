import { randomUUID } from "node:crypto";
import type { mongo } from "mongoose";
import { Pulse } from "../../models/pulse.ts";
import type { DatabaseClock } from "./database-clock.ts";

const EVERY_MS = 300;
const MAX_UNDER_WAY = 20;
/** How long it continues after the last question. */
const IDLE_MS = 10_000;

/**
 * Writes this process's pulse, beat after beat, while questions are asked. When a beat comes back in the stream of
 * changes, everything acknowledged anywhere before it was sent has arrived as well.
 */
export class Heartbeat {
  readonly id: string = randomUUID();
  readonly #clock: DatabaseClock;
  readonly #onFault: (error: unknown) => void;
  /** When each outstanding beat was sent, on the steady clock. */
  readonly #sent = new Map<number, number>();
  #last = 0;
  #askedAt = Number.NEGATIVE_INFINITY;
  #beating: Promise<void> | null = null;
  #wake: (() => void) | null = null;
  #stopped = false;
  readonly #waiting = new Set<() => void>();
  /** Everything acknowledged before this moment has arrived. */
  #seenUntil = Number.NEGATIVE_INFINITY;
  #seenBeat = 0;
  #seenAt: mongo.Timestamp | null = null;
  /** This process changed something: its own questions wait for this beat. */
  #awaitedBeat = 0;

  constructor(clock: DatabaseClock, onFault: (error: unknown) => void) {
    this.#clock = clock;
    this.#onFault = onFault;
  }

  /** The steady-clock moment up to which all acknowledged changes have arrived; none while waiting for our own. */
  get seenUntil(): number {
    return this.#seenBeat >= this.#awaitedBeat ? this.#seenUntil : Number.NEGATIVE_INFINITY;
  }

  /** Where the last returned beat is in the order of all changes. */
  get seenAt(): mongo.Timestamp | null {
    return this.#seenAt;
  }

  /** Called for a question: the next ones need a fresh beat. */
  asked(): void {
    this.#askedAt = performance.now();
    if (!this.#beating && !this.#stopped)
      this.#beating = this.#run().finally(() => {
        this.#beating = null;
      });
  }

  /** Called for a change made by this process: every later question sees it. */
  changed(): void {
    this.#awaitedBeat = this.#last + 1;
    this.#wake?.();
  }

  /** Waits until another beat has come back, but no longer than this. */
  async next(mostMs: number): Promise<void> {
    this.asked();
    this.#wake?.();
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, mostMs);
      this.#waiting.add(done);
    });
  }

  /** Called for a beat that came back. */
  came(beat: number, at: mongo.Timestamp): void {
    const sentAt = this.#sent.get(beat);
    for (const earlier of this.#sent.keys()) if (earlier <= beat) this.#sent.delete(earlier);
    if (sentAt === undefined) return;
    this.#seenBeat = beat;
    this.#seenAt = at;
    this.#seenUntil = sentAt;
    if (beat >= this.#awaitedBeat) for (const done of [...this.#waiting]) done();
  }

  /** Called when what arrives from now on doesn't follow what came before. */
  restarted(): void {
    this.#sent.clear();
    this.#seenUntil = Number.NEGATIVE_INFINITY;
    this.#seenBeat = 0;
    this.#awaitedBeat = this.#last + 1;
    this.#wake?.();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake?.();
    for (const done of [...this.#waiting]) done();
    await this.#beating;
    await Pulse.deleteOne({ _id: this.id }).catch(() => undefined);
  }

  async #run(): Promise<void> {
    while (!this.#stopped && performance.now() - this.#askedAt < IDLE_MS) {
      await this.#beat().catch(this.#onFault);
      if (this.#last >= this.#awaitedBeat) await this.#rest();
    }
  }

  async #beat(): Promise<void> {
    const asked = performance.now();
    const beat = ++this.#last;
    this.#sent.set(beat, asked);
    // Later beats say more than one this late.
    this.#sent.delete(beat - MAX_UNDER_WAY);
    const pulse = await Pulse.findOneAndUpdate({ _id: this.id }, [{ $set: { beat, at: "$$NOW" } }], {
      upsert: true,
      returnDocument: "after",
      updatePipeline: true,
    })
      .session(null)
      .lean();
    if (pulse) this.#clock.measured(pulse.at.getTime(), asked, performance.now());
  }

  #rest(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, EVERY_MS);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
