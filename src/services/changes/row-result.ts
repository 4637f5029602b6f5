import { isDomainError, NotAdmin, NotPermitted } from "../errors.ts";
import { problemOf, type RowProblem } from "./row-problem.ts";

/** A row's outcome, or why it wasn't changed. */
export type RowResult = "done" | "asked" | "unchanged" | RowProblem;

/**
 * Changes one row. A rule's refusal is that row's result and doesn't hold back others: rules refuse before they write.
 *
 * @throws refusals that concern the actor, and any other error
 */
export async function refusalAmong(change: () => Promise<RowResult>): Promise<RowResult> {
  try {
    return await change();
  } catch (error) {
    if (!isDomainError(error) || error instanceof NotAdmin || error instanceof NotPermitted) throw error;
    return problemOf(error);
  }
}
