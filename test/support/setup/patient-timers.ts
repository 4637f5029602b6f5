import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers/promises";

/**
 * In tests, time passes only while the process gets to run. The app's time limits (2 s for Slack to answer, 1.5 s for a
 * submission) are meant for others that are slow, not for a busy machine. So a longer timer counts in steps, and each
 * step counts for as long as it was meant to take, however long it took.
 */
const STEP_MS = 50;

/** How many times longer calls may take when the servers called share the machine, and are slow with it. */
const callFactor = () => Number(process.env.CALL_TIMEOUT_FACTOR ?? 1);

const { setTimeout: start } = globalThis;
const { setTimeout: pause } = timers;

function patientTimer(run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): NodeJS.Timeout {
  if (!(ms > STEP_MS)) return start(run, ms, ...args);
  const steps = Math.ceil(ms / STEP_MS);
  let left = steps;
  const timer = start(() => {
    left -= 1;
    if (left > 0) again();
    else run(...args);
  }, ms / steps);
  const again = timer.refresh.bind(timer);
  timer.refresh = () => {
    left = steps;
    return again();
  };
  return timer;
}

// Test files share a process, and each one runs this.
if (start.name !== patientTimer.name) {
  globalThis.setTimeout = Object.assign(patientTimer, start);

  AbortSignal.timeout = (ms) => {
    const controller = new AbortController();
    const reason = new DOMException("The operation was aborted due to timeout", "TimeoutError");
    patientTimer(() => controller.abort(reason), ms * callFactor()).unref();
    return controller.signal;
  };

  timers.setTimeout = async (ms = 0, value, options) => {
    for (let left = Math.ceil(ms / STEP_MS); left > 1; left--) await pause(STEP_MS, undefined, options);
    return pause(Math.min(ms, STEP_MS), value, options);
  };
  syncBuiltinESMExports();
}
