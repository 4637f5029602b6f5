import * as z from "zod";
import { unescapeText } from "./command.ts";

const part = z.record(z.string(), z.unknown());
type Part = z.output<typeof part>;

/** Texts of blocks, with Slack's escapes. */
const textObjects = new Set(["mrkdwn", "plain_text", "raw_text", "markdown"]);
/** Paragraphs of rich text, whose pieces belong together. */
const paragraphs = new Set(["rich_text_section", "rich_text_quote", "rich_text_preformatted"]);
/** Separates texts, so that the end of one and the beginning of the next don't form an address. */
const BETWEEN_TEXTS = "\n|\n";

/**
 * Reads everything a message says, as it was typed: what was written, what apps and forms draw as blocks and
 * attachments, and forwarded messages. Previews of links and files don't count as written. Mentions stay.
 */
export function messageText(message: unknown): string {
  const { text, blocks, attachments } = partOf(message);
  return [
    ...texts(text),
    ...textsOfBlocks(blocks),
    ...listOf(attachments).map(partOf).flatMap(textsOfAttachment),
  ].join(BETWEEN_TEXTS);
}

function textsOfAttachment(attachment: Part): string[] {
  const { pretext, title, text, fields, blocks, message_blocks, attachments, fallback } = attachment;
  const isMessage = attachment.is_share === true || attachment.is_msg_unfurl === true;
  const isPreview = "original_url" in attachment || "app_unfurl_url" in attachment;
  if (isPreview && !isMessage) return [];
  const found = [
    ...[pretext, title, text].flatMap(texts),
    ...listOf(fields)
      .map(partOf)
      .flatMap((field) => [...texts(field.title), ...texts(field.value)]),
    ...textsOfBlocks(blocks),
    ...(isMessage ? [] : texts(attachment.author_name)),
    ...listOf(attachments).map(partOf).flatMap(textsOfAttachment),
    ...listOf(message_blocks).flatMap((each) => textsOfBlocks(partOf(partOf(each).message).blocks)),
  ];
  // It repeats the rest, for people who see nothing else.
  return found.length > 0 ? found : texts(fallback);
}

/** Finds the texts in blocks of any kind, however nested; labels of buttons and menus don't count. */
function textsOfBlocks(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(textsOfBlocks);
  const { accessory: _, ...block } = partOf(node);
  const { type, text, elements } = block;
  if (type === "actions") return [];
  if (typeof type === "string" && textObjects.has(type)) return texts(text);
  if (typeof type === "string" && paragraphs.has(type)) return [listOf(elements).map(pieceOf).join("")];
  return Object.values(block).flatMap((value) => (typeof value === "object" ? textsOfBlocks(value) : []));
}

/** Reads a piece of rich text, which isn't escaped. */
function pieceOf(node: unknown): string {
  const { type, text, url, user_id, usergroup_id, channel_id, range, fallback } = partOf(node);
  const word = (value: unknown) => (typeof value === "string" ? value : "");
  switch (type) {
    case "link":
      return unescapeText(`<${word(url)}${text ? `|${word(text).replace(/[<>|]/g, " ")}` : ""}>`);
    case "user":
      return `<@${word(user_id)}>`;
    case "usergroup":
      return `@${word(usergroup_id)}`;
    case "channel":
      return `#${word(channel_id)}`;
    case "broadcast":
      return `@${word(range)}`;
    default:
      return word(text ?? fallback);
  }
}

const texts = (value: unknown): string[] =>
  typeof value === "string" && value !== "" ? [unescapeText(value)] : [];
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const partOf = (value: unknown): Part => part.safeParse(value).data ?? {};
