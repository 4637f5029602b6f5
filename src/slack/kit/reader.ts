import * as z from "zod";
import { english } from "../../locales/english.ts";
import type { LanguageCode } from "../../locales/languages.ts";
import { type Words, wordsIn } from "../../locales/words.ts";
import type { AccountActor } from "../../services/actor.ts";
import { readingLanguage } from "../../services/users/reading-language.ts";
import { within } from "../../services/within.ts";
import type { AccountRef, Accounts } from "./accounts.ts";
import { ids } from "./ids.ts";

/** The reader of a screen: the words we use, and the zone of dates that Slack doesn't write itself. */
export interface Reader {
  words: Words;
  timeZone: string;
}

/** An admin, whose screens are in English. */
export const inEnglish = (timeZone = "UTC"): Reader => ({ words: english, timeZone });

/** The language in which each account reads what we write to it in Slack. */
export interface Readers {
  /** Returns a person's current language and time zone. */
  of(actor: AccountActor): Promise<Reader>;
  /**
   * The same for an account that hasn't been looked up; the last known ones if Slack or the database don't answer in
   * time.
   */
  ofAccount(ref: AccountRef): Promise<Reader>;
}

const PATIENCE_MS = 1_000;
/** How many readers are remembered. */
const MAX_REMEMBERED = 10_000;

/** @param fallback the language of people about whom nothing says which */
export function slackReaders(accounts: Pick<Accounts, "recent">, fallback: LanguageCode): Readers {
  const last = new Map<string, { code: LanguageCode; timeZone: string }>();

  function remember(userId: string, as: { code: LanguageCode; timeZone: string }): void {
    last.delete(userId);
    last.set(userId, as);
    const [oldest] = last.keys();
    if (last.size > MAX_REMEMBERED && oldest !== undefined) last.delete(oldest);
  }

  async function of(actor: AccountActor): Promise<Reader> {
    const code = (await readingLanguage(actor)) ?? fallback;
    const { userId, timeZone } = actor;
    remember(userId, { code, timeZone });
    return { words: await wordsIn(code), timeZone };
  }

  return {
    of,
    async ofAccount(ref) {
      const asked = accounts.recent(ref).then(of);
      const reader = await within(PATIENCE_MS, asked).catch(() => null);
      if (reader) return reader;
      const { code, timeZone } = last.get(ref.userId) ?? { code: fallback, timeZone: "UTC" };
      return { words: await wordsIn(code), timeZone };
    },
  };
}

const { page, limitForm, removeForm } = ids.reviews;
const review = z.object({ callback_id: z.enum([page, limitForm, removeForm]) });

/** Returns the reader of the view in front of them: reviews are in English for everyone. */
export async function readerOf(
  readers: Readers,
  view: unknown,
  ref: AccountRef | undefined,
): Promise<Reader> {
  const reader = ref ? await readers.ofAccount(ref) : inEnglish();
  return review.safeParse(view).success ? inEnglish(reader.timeZone) : reader;
}
