import type { ComponentChildren } from "preact";
import type { RichText as RichTextPart } from "../../../block-kit/rich-text.ts";
import { withEmoji } from "./emoji.ts";
import { Link, Moment, UserMention } from "./pieces.tsx";

type Section = Extract<RichTextPart, { type: "rich_text_section" }>;
type Inline = Section["elements"][number];

/** Draws formatted text, which is never read as markup. */
export function RichText({ parts }: { parts: readonly RichTextPart[] }) {
  return (
    <div class="rich-text">
      {parts.map((part, index) => (
        <PartOf key={index} part={part} />
      ))}
    </div>
  );
}

function PartOf({ part }: { part: RichTextPart }) {
  switch (part.type) {
    case "rich_text_section":
      return <div dir="auto">{inlines(part.elements)}</div>;
    case "rich_text_quote":
      return <blockquote dir="auto">{inlines(part.elements)}</blockquote>;
    case "rich_text_preformatted":
      return <pre>{inlines(part.elements)}</pre>;
    case "rich_text_list": {
      const List = part.style === "ordered" ? "ol" : "ul";
      return (
        <List class={`indent-${part.indent ?? 0}`}>
          {part.elements.map((item, index) => (
            <li key={index} dir="auto">
              {inlines(item.elements)}
            </li>
          ))}
        </List>
      );
    }
  }
}

function inlines(elements: readonly Inline[]): ComponentChildren {
  return elements.map((inline, index) => <InlineOf key={index} inline={inline} />);
}

function InlineOf({ inline }: { inline: Inline }) {
  const { style = {} } = inline;
  let drawn: ComponentChildren = contentOf(inline);
  if (style.code) drawn = <code>{drawn}</code>;
  if (style.bold) drawn = <strong>{drawn}</strong>;
  if (style.italic) drawn = <em>{drawn}</em>;
  if (style.strike) drawn = <s>{drawn}</s>;
  if (style.underline) drawn = <u>{drawn}</u>;
  return <>{drawn}</>;
}

function contentOf(inline: Inline): ComponentChildren {
  switch (inline.type) {
    case "text":
      return <span class="plain">{inline.text}</span>;
    case "link":
      return <Link url={inline.url}>{inline.text ?? inline.url}</Link>;
    case "user":
      return <UserMention id={inline.user_id} />;
    case "emoji":
      return withEmoji(`:${inline.name}:`);
    case "date":
      return <Moment {...inline} fallback={inline.fallback ?? ""} />;
  }
}
