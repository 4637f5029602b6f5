/** Long enough for any slow machine: only a wait in vain takes this long. */
const patienceMs = 60_000;

/** A change in the workspace, after which a page or a waiting person may look again. */
export type Change =
  | { kind: "view" | "home" | "ephemeral" | "person" | "problem"; userId: string }
  | { kind: "message"; channelId: string }
  | { kind: "call"; method: string }
  | { kind: "request"; type: string }
  | { kind: "exchange"; number: number }
  | { kind: "outage" };

/** Tells listeners what changes in the workspace. */
export class Changes {
  readonly #listeners = new Set<(change: Change) => void>();

  /** Calls the listener at every change, until the returned function is called. */
  listen(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells every listener. */
  tell(change: Change): void {
    for (const listener of [...this.#listeners]) listener(change);
  }

  /**
   * Waits until something is found, looking again after every change that may bring it.
   *
   * @param look returns what was looked for, or undefined while it is missing
   * @param complain creates the error if it did not come in time
   */
  async until<T>(
    look: () => T | undefined,
    mayBringIt: (change: Change) => boolean,
    complain: () => Error,
  ): Promise<T> {
    const already = look();
    if (already !== undefined) return already;
    return new Promise((resolve, reject) => {
      const stop = this.listen((change) => {
        const found = mayBringIt(change) ? look() : undefined;
        if (found === undefined) return;
        finish();
        resolve(found);
      });
      const timer = setTimeout(() => {
        finish();
        reject(complain());
      }, patienceMs);
      const finish = () => {
        stop();
        clearTimeout(timer);
      };
    });
  }
}
