import type { ComponentChildren } from "preact";
import type { Text as TextObject } from "../../../block-kit/objects.ts";
import { withEmoji } from "./emoji.ts";
import { type Part, type Piece, parseMrkdwn } from "./mrkdwn.ts";
import { Link, Moment, UserMention } from "./pieces.tsx";

/** Draws a text object: Slack's markup, or plain text as it is. */
export function Text({ of }: { of: TextObject }) {
  if (of.type === "mrkdwn") return <Mrkdwn text={of.text} verbatim={of.verbatim ?? false} />;
  return <span class="plain">{of.emoji === false ? of.text : withEmoji(of.text)}</span>;
}

/** Draws Slack's markup. */
export function Mrkdwn({ text, verbatim = false }: { text: string; verbatim?: boolean }) {
  return <>{parseMrkdwn(text, verbatim).map(drawPart)}</>;
}

function drawPart(part: Part, index: number) {
  if (part.kind === "pre") return <pre key={index}>{part.text}</pre>;
  const inside = part.inside.map(drawPiece);
  return part.kind === "quote" ? (
    <blockquote key={index}>{inside}</blockquote>
  ) : (
    <span key={index}>{inside}</span>
  );
}

const tags = { bold: "strong", italic: "em", strike: "s" } as const;

function drawPiece(piece: Piece, index: number): ComponentChildren {
  switch (piece.kind) {
    case "text":
      return withEmoji(piece.text);
    case "code":
      return <code key={index}>{piece.text}</code>;
    case "break":
      return <br key={index} />;
    case "link":
      return (
        <Link key={index} url={piece.url}>
          {piece.label}
        </Link>
      );
    case "user":
      return <UserMention key={index} id={piece.id} label={piece.label} />;
    case "mention":
      return (
        <span key={index} class="mention">
          {piece.text}
        </span>
      );
    case "date":
      return <Moment key={index} {...piece} />;
    default: {
      const Tag = tags[piece.kind];
      return <Tag key={index}>{piece.inside.map(drawPiece)}</Tag>;
    }
  }
}
