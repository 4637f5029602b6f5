import type { Changes } from "./changes.ts";

/** How a call is to go wrong. */
export interface Fault {
  /** An HTTP status instead of 200; 429 carries `retryAfter`. */
  status?: number;
  /** The Retry-After header of a 429, in seconds if it is one that Slack sends; 1 unless given, null for none. */
  retryAfter?: number | string | null;
  /** Slack's name of an error. */
  error?: string;
  /** What a proxy or an outage says in Slack's place, instead of Slack's JSON; "" for nothing. */
  page?: string;
  /** How long the answer takes. Alone, it is a slow call that succeeds. */
  delayMs?: number;
  /** It does not answer before it is told to. */
  until?: Promise<unknown>;
  /** The call is carried out, and only its answer goes wrong. */
  carriedOut?: boolean;
  /** The connection breaks off instead of an answer. */
  reset?: boolean;
}

/** Says whether the call fails, not only waits. */
export const isFailure = ({ status, error, page, reset }: Fault): boolean =>
  status !== undefined || error !== undefined || page !== undefined || reset === true;

/** A fault that every call meets, whatever its method. */
export interface Outage {
  fault: Fault;
  /** For how many more calls; for all of them unless given. */
  times?: number | undefined;
}

/** The faults that are waiting for the next calls: of each method, and of any. */
export class Faults {
  readonly #waiting = new Map<string, Fault[]>();
  readonly #changes: Changes;
  readonly #broken = new Map<string, { faults: readonly Fault[]; calls: number }>();
  #outage: Outage | undefined;

  constructor(changes: Changes) {
    this.#changes = changes;
  }

  /** Makes every call of these methods go wrong, in one of these ways after the other. */
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

  /** Returns what every call meets now. */
  get outage(): Outage | undefined {
    return this.#outage;
  }

  /** Makes every call go wrong, or with nothing given, none of them any more. */
  setOutage(outage: Outage | undefined): void {
    this.#outage = outage && { ...outage };
    this.#changes.tell({ kind: "outage" });
  }

  /** Takes the fault that this call meets, if any; it is used up. */
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
