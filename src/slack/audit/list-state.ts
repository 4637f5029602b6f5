import * as z from "zod";
import { beginningOf } from "../../services/cut-off.ts";
import { ids } from "../kit/ids.ts";
import { pageCursor } from "../kit/page-cursor.ts";
import { readValues, stateCodec } from "../kit/state-codec.ts";

const schema = z.object({ email: z.string().max(254).default(""), cursor: pageCursor.default(null) });

/** The part of the log on the screen: whose events, and where the page starts. */
export type AuditListState = z.output<typeof schema>;

/** The log's `private_metadata`, and the value of its paging buttons. */
export const auditListState = stateCodec(schema);

/** Starts the log as a command opens it. */
export const start = (email: string): AuditListState => ({
  email: beginningOf(email.trim(), 254),
  cursor: null,
});

const searched = z.object({
  [ids.audit.email]: z.object({ [ids.audit.email]: z.object({ value: z.string().nullish() }) }),
});

/** Reads whose events to show. */
export function searchIn(values: unknown): string {
  const { email } = ids.audit;
  return readValues(searched, values)[email][email].value ?? "";
}
