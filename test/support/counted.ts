import { Counter } from "../../src/models/counter.ts";

/** Adds up the invites that all processes counted today. */
export async function invitesCounted(): Promise<{ total: number; byAdmin: Record<string, number> }> {
  const counters = await Counter.find({ _id: /^invites:/ }).lean();
  const byAdmin: Record<string, number> = {};
  for (const counter of counters)
    for (const [key, count] of Object.entries(counter.byAdmin ?? {}))
      byAdmin[key] = (byAdmin[key] ?? 0) + count;
  return { total: counters.reduce((sum, { count }) => sum + count, 0), byAdmin };
}
