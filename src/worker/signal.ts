/** Wakes one sleeper; a signal sent while nobody sleeps is kept. */
export class Signal {
  sent = false;
  #wake: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  send(): void {
    this.sent = true;
    this.#wake?.();
  }

  /** Sends the signal after a while, unless it is already about to. */
  sendIn(ms: number): void {
    if (ms <= 0) this.send();
    else
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        this.send();
      }, ms).unref();
  }

  reset(): void {
    this.sent = false;
  }

  /** Resolves at the next signal (at once if one was sent since the reset), or after a while. */
  async wait(mostMs: number): Promise<void> {
    if (this.sent) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, mostMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
  }
}
