/** How a call is to go wrong. */
export interface Fault {
  /** An HTTP status instead of 200; 429 carries `retryAfter`. */
  status?: number;
  /** Seconds in the Retry-After header of a 429; 1 unless given. */
  retryAfter?: number;
  /** Slack's name of an error. */
  error?: string;
  /** How long the answer takes. Alone, it is a slow call that succeeds. */
  delayMs?: number;
  /** The call is carried out, and only its answer goes wrong. */
  carriedOut?: boolean;
}

/** The faults that are waiting for the next calls of each method. */
export class Faults {
  readonly #waiting = new Map<string, Fault[]>();

  /** Makes the next calls of a method go wrong. */
  plan(method: string, fault: Fault, times: number): void {
    const planned = this.#waiting.get(method) ?? [];
    this.#waiting.set(method, [...planned, ...Array<Fault>(times).fill(fault)]);
  }

  /** The fault that this call meets, if any; it is used up. */
  take(method: string): Fault | undefined {
    return this.#waiting.get(method)?.shift();
  }
}
