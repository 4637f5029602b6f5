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
import { readableEmails } from "../../services/email-address.ts";
import { shorten } from "./text.ts";

/** Makes text that is shown as it is: no markup, no emoji codes, shortened in the middle to Slack's limit. */
export function plain(text: string, most = 3000): PlainTextElement {
  return { type: "plain_text", text: shorten(readableEmails(text), most), emoji: false };
}

/** Makes a modal's title: at most 24 characters. */
export const title = (text: string): PlainTextElement => plain(text, 24);

export const header = (text: string): HeaderBlock => ({ type: "header", text: plain(text, 150) });

export const contextBlock = (text: string): ContextBlock => ({ type: "context", elements: [plain(text)] });

/** Slack takes no longer alert. */
const LONGEST_ALERT = 200;
/** The block of the line that says what just happened: a view has one at most. */
export const flashBlockId = "said";

/** Draws a line that says what just happened; modals only. What no alert holds is a paragraph. */
export function alert(sentence: string, level: NonNullable<AlertBlock["level"]>): AlertBlock | RichTextBlock {
  return sentence.length <= LONGEST_ALERT
    ? { type: "alert", block_id: flashBlockId, text: plain(sentence), level }
    : { ...paragraph(bold(shorten(sentence, 2900))), block_id: flashBlockId };
}

/** Draws such a line of our own words, with mentions; nothing in it was typed by anybody. At most 200 characters. */
export function markupAlert(markup: string, level: NonNullable<AlertBlock["level"]>): AlertBlock {
  return { type: "alert", block_id: flashBlockId, text: { type: "mrkdwn", text: markup }, level };
}

/** Draws what somebody should know before they confirm, at most 200 characters; modals only. Stays when an error is drawn above it. */
export function caution(sentence: string): AlertBlock {
  return { type: "alert", text: plain(sentence, LONGEST_ALERT), level: "warning" };
}

/** The block of the buttons of a message about one invite, which nothing redraws but what they lead to. */
export const noticeActionsId = "notice";

/** What just happened, for the line at the top of what is drawn anew. */
export interface Flash {
  text: string;
  ok: boolean;
}

/** Draws the line; none when nothing happened. */
export function flashBlocks(flash: Flash | undefined): KnownBlock[] {
  return flash ? [alert(flash.text, flash.ok ? "success" : "warning")] : [];
}

export const text = (content: string): RichTextText => ({ type: "text", text: readableEmails(content) });
export const bold = (content: string): RichTextText => ({
  type: "text",
  text: readableEmails(content),
  style: { bold: true },
});

/** Shows a moment in the reader's own zone. */
export function date(at: Date, format = "{date_short_pretty}, {time}"): RichTextDate {
  return {
    type: "date",
    timestamp: Math.floor(at.getTime() / 1000),
    format,
    fallback: at.toISOString().slice(0, 16).replace("T", " ").concat(" UTC"),
  };
}

/** Draws one paragraph of what people typed and what we say about it, none of it markup. */
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
  /** What a screen reader says where the text alone does not tell which: at most 75 characters. */
  label?: string;
  confirm?: Button["confirm"];
}

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

export function actions(...elements: ActionsBlock["elements"]): ActionsBlock {
  return { type: "actions", elements };
}

/** Draws a modal that only tells something. */
export function notice(heading: string, ...paragraphs: string[]): ModalView {
  return {
    type: "modal",
    title: title(heading),
    close: plain("Close", 24),
    blocks: paragraphs.map((each) => paragraph(text(each))),
  };
}
