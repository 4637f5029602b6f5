import type { PlainTextOption } from "@slack/types";
import { isDomainError } from "../../services/errors.ts";

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
  let timer: NodeJS.Timeout | undefined;
  const none = new Promise<PlainTextOption[]>((resolve) => {
    timer = setTimeout(() => resolve([]), PATIENCE_MS);
  });
  const found = find();
  const options = await Promise.race([found.catch(() => []), none]).finally(() => clearTimeout(timer));
  await ack({ options });
  await found.catch((error: unknown) => {
    if (!isDomainError(error)) throw error;
  });
}
