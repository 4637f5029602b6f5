import type { ModalView, RichTextElement } from "@slack/types";
import {
  asText,
  FIRST_STRONG_ISOLATE,
  Isolated,
  POP_ISOLATE,
  type Sentence,
} from "../../locales/sentence.ts";
import { shorten } from "../../locales/shorten.ts";
import type { Words } from "../../locales/words.ts";
import { notice, plain, text } from "./blocks.ts";

type Speaking = Pick<Words, "language">;

/** Writes a message as Slack's plain text. */
export function say({ language }: Speaking, message: string | Sentence): string {
  return typeof message === "string" ? message : asText(message, language.dir);
}

/**
 * Draws a message as rich text. Names, and elements that Slack draws itself, such as *@Mia Chen* and *3 Mar 2026*, are
 * isolated, so that right-to-left text around them doesn't turn them around.
 *
 * @param draw draws the parts that are text
 */
export function inline(
  { language }: Speaking,
  message: string | Sentence<RichTextElement>,
  draw: (content: string) => RichTextElement = text,
): RichTextElement[] {
  if (typeof message === "string") return [draw(message)];
  return message.flatMap((part) => {
    if (typeof part === "string") return draw(part);
    if (part instanceof Isolated) return draw(asText([part], language.dir));
    const turns = language.dir === "rtl" && part.type !== "text";
    return turns ? [text(FIRST_STRONG_ISOLATE), part, text(POP_ISOLATE)] : part;
  });
}

/**
 * Writes a name, or anything else that people typed, for an English screen. What runs from right to left is isolated, so
 * that the punctuation and numbers beside it stay in their places.
 *
 * @param most how many characters of it are shown; all unless given
 */
export function isolated(content: string, most = content.length): string {
  return asText([new Isolated(shorten(content, most))], "ltr");
}

/** Starts a line that begins with a name, so that it runs in the direction of the language, whatever the name. */
export const lineStart = ({ language }: Speaking): string => (language.dir === "rtl" ? "\u200f" : "");

/** Languages without spaces between sentences. */
const unspaced: readonly string[] = ["ja", "zh-Hans", "zh-Hant"];

/** What goes between sentences. */
export const gap = ({ language }: Speaking): string => (unspaced.includes(language.code) ? "" : " ");

/** Joins sentences to a paragraph. */
export function inOneParagraph(words: Speaking, ...sentences: readonly string[]): string {
  return sentences.filter((each) => each !== "").join(gap(words));
}

/** Lists accounts to choose one from, as Slack shows them: *@Mia Chen or @Jonas Weber*. */
export function anyOfThem({ either }: Words, userIds: readonly string[]): Sentence<RichTextElement> {
  return either(userIds).map((part) =>
    part instanceof Isolated ? { type: "user", user_id: part.text } : part,
  );
}

/** The same as markup, for anything that takes no rich text. */
export function anyOfThemAsMarkup({ either, language }: Words, userIds: readonly string[]): string {
  const mentions = either(userIds).map((part) =>
    part instanceof Isolated ? new Isolated(`<@${part.text}>`) : part,
  );
  return asText(mentions, language.dir);
}

/** Draws a modal that only says something, in the reader's language. */
export function noticeIn({ slack }: Words, heading: string, ...paragraphs: string[]): ModalView {
  return { ...notice(heading, ...paragraphs), close: plain(slack.close, 24) };
}

/** Names a button for screen readers if its text alone isn't specific enough: *Approve: Eve Adams, Billing*. */
export function label(words: Words, button: string, ...about: readonly string[]): string {
  return say(words, words.slack.labelled({ button, about: about.join(", ") }));
}
