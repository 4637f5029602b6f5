import { vi } from "vitest";
import { PATIENCE_MS } from "./patience.ts";

/** Retries until the assertions in `look` hold. Returns what it found. */
export function eventually<T>(look: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(look, PATIENCE_MS);
}
