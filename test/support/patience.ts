/** How long to wait for what has to come. Only a test that fails waits so long, however slow the machine is. */
export const PATIENCE_MS = 60_000;
