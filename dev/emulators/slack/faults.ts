import type { Changes } from "./changes.ts";

/** How a call goes wrong. */
export interface Fault {
  /** An HTTP status instead of 200; 429 carries `retryAfter`. */
  status?: number;
  /** The Retry-After header of a 429, which Slack sends in seconds; 1 by default, null for none. */
  retryAfter?: number | string | null;
  /** Slack's name of an error. */
  error?: string;
  /** The answer of a proxy or an outage instead of Slack's JSON; "" for an empty one. */
  page?: string;
  /** How long the answer takes. Alone, it is a slow call that succeeds. */
  delayMs?: number;
  /** Answers only when told to. */
  until?: Promise<unknown>;
  /** Carries the call out; only the answer goes wrong. */
  carriedOut?: boolean;
  /** Drops the connection instead of answering. */
  reset?: boolean;
}

/** Tells whether the call fails, rather than only waits. */
export const isFailure = ({ status, error, page, reset }: Fault): boolean =>
  status !== undefined || error !== undefined || page !== undefined || reset === true;

/** A fault that every call meets, whatever its method. */
export interface Outage {
  fault: Fault;
  /** For how many more calls; for all of them by default. */
  times?: number | undefined;
}

/** The faults in store for the next calls of each method, and of any. */
export class Faults {
  readonly #waiting = new Map<string, Fault[]>();
  readonly #changes: Changes;
  readonly #broken = new Map<string, { faults: readonly Fault[]; calls: number }>();
  #outage: Outage | undefined;

  constructor(changes: Changes) {
    this.#changes = changes;
  }

  /** Makes every call of these methods go wrong, in each of these ways in turn. */
  breakDown(methods: readonly string[], faults: readonly Fault[]): void {
    for (const method of methods) this.#broken.set(method, { faults, calls: 0 });
  }

  /** Ends every fault and outage. */
  clearFaults(): void {
    this.#broken.clear();
  }

  /** Makes the next calls of a method go wrong. */
  plan(method: string, fault: Fault, times: number): void {
    const planned = this.#waiting.get(method) ?? [];
    this.#waiting.set(method, [...planned, ...Array<Fault>(times).fill(fault)]);
  }

  /** Returns the fault that every call currently meets. */
  get outage(): Outage | undefined {
    return this.#outage;
  }

  /** Makes every call go wrong; without an outage, no longer any. */
  setOutage(outage: Outage | undefined): void {
    this.#outage = outage && { ...outage };
    this.#changes.tell({ kind: "outage" });
  }

  /** Takes the fault for this call, if any, and uses it up. */
  take(method: string): Fault | undefined {
    return this.#waiting.get(method)?.shift() ?? this.#ofBroken(method) ?? this.#suffer();
  }

  #ofBroken(method: string): Fault | undefined {
    const broken = this.#broken.get(method);
    return broken?.faults[broken.calls++ % broken.faults.length];
  }

  #suffer(): Fault | undefined {
    const outage = this.#outage;
    if (outage?.times !== undefined) {
      this.setOutage(outage.times > 1 ? { ...outage, times: outage.times - 1 } : undefined);
    }
    return outage?.fault;
  }
}
