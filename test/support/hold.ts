import { mongo } from "mongoose";
import { vi } from "vitest";

/** A transaction that waits until it is released. */
interface Held {
  /** Resolves once it waits there. */
  stands: Promise<void>;
  letsGo(): void;
}

function signal() {
  let send = () => {};
  const sent = new Promise<void>((resolve) => {
    send = resolve;
  });
  return { sent, send };
}

function gate() {
  const [arrival, release] = [signal(), signal()];
  return {
    held: { stands: arrival.sent, letsGo: release.send } satisfies Held,
    async pass() {
      arrival.send();
      await release.sent;
    },
  };
}

/** Holds the next transaction that reads its actor, right after the read. */
export function holdAfterReadingActor(): Held {
  const { held, pass } = gate();
  const { prototype } = mongo.AbstractCursor;
  const toArray = prototype.toArray;
  const spy = vi.spyOn(prototype, "toArray").mockImplementation(async function (this: mongo.AbstractCursor) {
    const found = await toArray.call(this);
    const isOfActor =
      this instanceof mongo.AggregationCursor && this.pipeline.some(({ $lookup }) => $lookup?.as === "self");
    if (isOfActor) {
      spy.mockRestore();
      await pass();
    }
    return found;
  });
  return held;
}

/** Holds the next transaction that commits, right before. */
export function holdBeforeCommit(): Held {
  const { held, pass } = gate();
  const { prototype } = mongo.ClientSession;
  const commit = prototype.commitTransaction;
  const spy = vi.spyOn(prototype, "commitTransaction").mockImplementation(async function (
    this: mongo.ClientSession,
    ...parameters: Parameters<typeof commit>
  ) {
    spy.mockRestore();
    await pass();
    return commit.apply(this, parameters);
  });
  return held;
}

/** Resolves once a transaction has given up an attempt. */
export function anAttemptFails(): Promise<void> {
  const { prototype } = mongo.ClientSession;
  const abort = prototype.abortTransaction;
  const { sent, send } = signal();
  const spy = vi.spyOn(prototype, "abortTransaction").mockImplementation(async function (
    this: mongo.ClientSession,
    ...parameters: Parameters<typeof abort>
  ) {
    spy.mockRestore();
    send();
    return abort.apply(this, parameters);
  });
  return sent;
}
