import type { PlainTextOption } from "@slack/types";
import { isDomainError } from "../../services/errors.ts";
import { within } from "../../services/within.ts";

/** Slack gives an answer 3 s. */
const PATIENCE_MS = 1_500;

/**
 * Answers a menu that asks for its options while someone types, in time however long the work takes. It has no room for
 * a sentence, so people who may not see the options, or meet an error, find none.
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
