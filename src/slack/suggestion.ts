import type { PlainTextOption } from "@slack/types";
import type { Logger } from "pino";
import { sentenceFor } from "./problem.ts";

/**
 * Answers a menu that asks for its options while somebody types. It has no place for a sentence, so whoever may not
 * see them, and whoever meets trouble, finds none; left without an answer, the menu would wait for 3 s.
 */
export async function answerSuggestion(
  ack: (response: { options: PlainTextOption[] }) => Promise<void>,
  find: () => Promise<PlainTextOption[]>,
  log: Logger,
): Promise<void> {
  const options = await find().catch((error: unknown) => {
    sentenceFor(error, log);
    return [];
  });
  await ack({ options });
}
