/** Only somebody who waits in vain waits so long, however slow the machine is. */
const patienceMs = 60_000;

/** Something in the workspace that a page or a waiting person may want to look at again. */
export type Change =
  | { kind: "view" | "home" | "ephemeral" | "person" | "problem"; userId: string }
  | { kind: "message"; channelId: string }
  | { kind: "call"; method: string }
  | { kind: "request"; type: string }
  | { kind: "exchange"; number: number }
  | { kind: "outage" };

/** Tells whoever listens what changes in the workspace. */
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
   * Waits until something is found, looking again at every change that may bring it.
   *
   * @param look returns what was looked for, or undefined while it is not there
   * @param complain makes the error for when it did not come in time
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
