import type { RichTextElement } from "@slack/types";
import { text } from "./blocks.ts";

const MOST_NAMED = 5;

/** Accounts to choose one from, as Slack shows them: *@Mia Chen or @Jonas Weber*. */
export function anyOf(userIds: readonly string[]): RichTextElement[] {
  const named = userIds.slice(0, MOST_NAMED);
  return named.flatMap((user_id, index): RichTextElement[] => {
    const before = index === 0 ? [] : [text(index === named.length - 1 ? " or " : ", ")];
    return [...before, { type: "user", user_id }];
  });
}
