import { mongo } from "mongoose";
import { vi } from "vitest";

/** A transaction that goes no further until it is let go. */
interface Held {
  /** Resolves once it stands there. */
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

/** Holds whoever reads a user next in a transaction, right after the read. */
export function holdAfterReadingUser(): Held {
  const { held, pass } = gate();
  const { prototype } = mongo.Collection;
  const findOne = prototype.findOne;
  const spy = vi.spyOn(prototype, "findOne").mockImplementation(async function (
    this: mongo.Collection,
    ...parameters: Parameters<typeof findOne>
  ) {
    const found = await findOne.apply(this, parameters);
    if (this.collectionName === "users" && parameters[1]?.session) {
      spy.mockRestore();
      await pass();
    }
    return found;
  });
  return held;
}

/** Holds whoever commits next, right before. */
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

/** Resolves once somebody's transaction has given up an attempt. */
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
