import { z } from "zod";
import { ids } from "../kit/ids.ts";
import { pageCursor } from "../kit/page-cursor.ts";

const place = z.object({ email: z.string().max(254).default(""), cursor: pageCursor.default(null) });

/** Which part of the log is on the screen: whose, and where the page starts. */
export type LogPlace = z.output<typeof place>;

/** The log as a command opens it. */
export const logStart = (email: string): LogPlace => ({ email: email.trim().slice(0, 254), cursor: null });

/** Reads a button's value or a view's `private_metadata`. */
export const readLogPlace = (value: string | undefined): LogPlace => place.parse(JSON.parse(value || "{}"));

const searched = z.object({
  [ids.audit.email]: z.object({ [ids.audit.email]: z.object({ value: z.string().nullish() }) }),
});

/** Whose events were asked for. */
export function emailIn(values: unknown): string {
  const { email } = ids.audit;
  return searched.parse(values)[email][email].value ?? "";
}
