import type { PlainTextOption } from "@slack/types";
import { isDomainError } from "../../services/errors.ts";
import { within } from "../../services/within.ts";

/** Slack gives an answer 3 s. */
const PATIENCE_MS = 1_500;

/**
 * Answers a menu that asks for its options while somebody types, in time whatever the work takes. It has no place
 * for a sentence, so whoever may not see them, and whoever meets trouble, finds none.
 *
 * @throws what went wrong, once the menu has its answer
 */
export async function answerSuggestion(
  ack: (response: { options: PlainTextOption[] }) => Promise<void>,
  find: () => Promise<PlainTextOption[]>,
): Promise<void> {
  const found = find();
  const options = await within(
    PATIENCE_MS,
    found.catch(() => []),
  );
  await ack({ options: options ?? [] });
  await found.catch((error: unknown) => {
    if (!isDomainError(error)) throw error;
  });
}
