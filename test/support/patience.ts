/** How long to wait for something that must come. Even on a slow machine, only a failing test waits this long. */
export const PATIENCE_MS = 60_000;
