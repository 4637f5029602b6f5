import { vi } from "vitest";
import { PATIENCE_MS } from "./patience.ts";

/** Waits until what it looks at is as it asserts; returns what it found. */
export function eventually<T>(look: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(look, PATIENCE_MS);
}
