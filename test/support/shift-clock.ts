const TrueDate = Date;

/**
 * Shifts this process's clock by so many milliseconds; MongoDB's is right. Returns a function that sets it right again.
 */
export function shiftClock(ms: number): () => void {
  // Whatever clock was set before.
  const now = () => Math.floor(performance.timeOrigin + performance.now() + ms);
  globalThis.Date = new Proxy(TrueDate, {
    construct: (target, given, newTarget) =>
      Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
    get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
  });
  return () => {
    globalThis.Date = TrueDate;
  };
}
