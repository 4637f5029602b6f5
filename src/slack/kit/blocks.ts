import type {
  ActionsBlock,
  AlertBlock,
  Button,
  ContextBlock,
  HeaderBlock,
  KnownBlock,
  ModalView,
  PlainTextElement,
  RichTextBlock,
  RichTextDate,
  RichTextElement,
  RichTextText,
} from "@slack/types";
import { shorten } from "../../locales/shorten.ts";
import { readableEmails } from "../../services/email-address.ts";

/**
 * Creates text that is shown literally, without markup and emoji codes.
 *
 * @param most Slack's limit in characters; longer text is shortened in the middle
 */
export function plain(text: string, most = 3000): PlainTextElement {
  return { type: "plain_text", text: shorten(readableEmails(text), most), emoji: false };
}

/** Creates a modal's title: at most 24 characters. */
export const title = (text: string): PlainTextElement => plain(text, 24);

/** Draws a heading: at most 150 characters. */
export const header = (text: string): HeaderBlock => ({ type: "header", text: plain(text, 150) });

/** Draws small grey text; nothing in it is markup. */
export const contextBlock = (text: string): ContextBlock => ({ type: "context", elements: [plain(text)] });

/** Slack's limit on the characters of an alert. */
const LONGEST_ALERT = 200;
/** The block id of the line that says what just happened: a view has at most one. */
export const flashBlockId = "said";

/** Draws a line that says what just happened; modals only. Beyond 200 characters it is a bold paragraph. */
export function alert(sentence: string, level: NonNullable<AlertBlock["level"]>): AlertBlock | RichTextBlock {
  return sentence.length <= LONGEST_ALERT
    ? { type: "alert", block_id: flashBlockId, text: plain(sentence), level }
    : { ...paragraph(bold(shorten(sentence, 2900))), block_id: flashBlockId };
}

/** Draws the same from our own markup, such as mentions; pass nothing that people typed. At most 200 characters. */
export function markupAlert(markup: string, level: NonNullable<AlertBlock["level"]>): AlertBlock {
  return { type: "alert", block_id: flashBlockId, text: { type: "mrkdwn", text: markup }, level };
}

/**
 * Draws what people should know before they confirm, at most 200 characters; modals only. Stays when an error is drawn
 * above it.
 */
export function caution(sentence: string): AlertBlock {
  return { type: "alert", text: plain(sentence, LONGEST_ALERT), level: "warning" };
}

/** The block id of the buttons of a message about one invite: only pressing one of them redraws them. */
export const noticeActionsId = "notice";

/** What just happened, for the line at the top of the redrawn view. */
export interface Flash {
  text: string;
  ok: boolean;
}

/** Draws the line, or none if nothing happened. */
export function flashBlocks(flash: Flash | undefined): KnownBlock[] {
  return flash ? [alert(flash.text, flash.ok ? "success" : "warning")] : [];
}

/** Creates a run of rich text. */
export const text = (content: string): RichTextText => ({ type: "text", text: readableEmails(content) });
/** Creates a bold run of rich text. */
export const bold = (content: string): RichTextText => ({
  type: "text",
  text: readableEmails(content),
  style: { bold: true },
});

/**
 * Shows a moment in the reader's own time zone.
 *
 * @param format tokens that Slack fills in, such as `{date_short_pretty}`
 */
export function date(at: Date, format = "{date_short_pretty}, {time}"): RichTextDate {
  return {
    type: "date",
    timestamp: Math.floor(at.getTime() / 1000),
    format,
    fallback: at.toISOString().slice(0, 16).replace("T", " ").concat(" UTC"),
  };
}

/** Draws one paragraph of what people typed and what we say about it; none of it is markup. */
export function paragraph(...elements: RichTextElement[]): RichTextBlock {
  return {
    type: "rich_text",
    elements: [{ type: "rich_text_section", elements: elements.filter(isFilled) }],
  };
}

const isFilled = (element: RichTextElement) => element.type !== "text" || element.text !== "";

interface ButtonOptions {
  value?: string;
  style?: "primary" | "danger";
  /** What a screen reader says instead of a caption that isn't specific enough: at most 75 characters. */
  label?: string;
  confirm?: Button["confirm"];
}

/** Draws a button: its caption at most 75 characters. */
export function button(actionId: string, caption: string, options: ButtonOptions = {}): Button {
  const { value, style, label, confirm } = options;
  return {
    type: "button",
    action_id: actionId,
    text: plain(caption, 75),
    ...(value !== undefined && { value }),
    ...(style && { style }),
    ...(label && { accessibility_label: shorten(readableEmails(label), 75) }),
    ...(confirm && { confirm }),
  };
}

/** Draws a row of buttons and menus. */
export function actions(...elements: ActionsBlock["elements"]): ActionsBlock {
  return { type: "actions", elements };
}

/** Draws a modal that only says something. */
export function notice(heading: string, ...paragraphs: string[]): ModalView {
  return {
    type: "modal",
    title: title(heading),
    close: plain("Close", 24),
    blocks: paragraphs.map((each) => paragraph(text(each))),
  };
}
