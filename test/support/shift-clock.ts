const TrueDate = Date;

/** Sets this process's clock ahead, or behind; MongoDB's stays right. Returns a function that corrects it. */
export function shiftClock(ms: number): () => void {
  // Independent of any clock set before.
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
