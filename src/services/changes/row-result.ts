import { isDomainError, NotAdmin, NotPermitted } from "../errors.ts";
import { problemOf, type RowProblem } from "./row-problem.ts";

/** What became of a row, or why it was not changed. */
export type RowResult = "done" | "asked" | "unchanged" | RowProblem;

/**
 * Changes one row. What a rule refuses it for is its result, and keeps back no other: rules refuse before they write.
 *
 * @throws what refuses whoever acts, and any other error
 */
export async function refusalAmong(change: () => Promise<RowResult>): Promise<RowResult> {
  try {
    return await change();
  } catch (error) {
    if (!isDomainError(error) || error instanceof NotAdmin || error instanceof NotPermitted) throw error;
    return problemOf(error);
  }
}
