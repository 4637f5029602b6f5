import type { Block as BlockOf } from "../../../block-kit/blocks.ts";
import { Control } from "../controls/control.tsx";
import { RichText } from "../text/rich-text.tsx";
import { Text } from "../text/text.tsx";
import { Alert } from "./alert.tsx";
import { Card } from "./card.tsx";
import { Input } from "./input.tsx";
import { Picture } from "./picture.tsx";
import { placeholderOf, Section } from "./section.tsx";
import { Table } from "./table.tsx";

/** Draws the blocks of a view or message. */
export function Blocks({ blocks }: { blocks: readonly BlockOf[] }) {
  return (
    <div class="blocks">
      {blocks.map((block) => (
        <Block key={block.block_id} block={block} />
      ))}
    </div>
  );
}

function Block({ block }: { block: BlockOf }) {
  switch (block.type) {
    case "section":
      return <Section block={block} />;
    case "actions":
      return (
        <div class="block-actions">
          {block.elements.map((control) => (
            <Control
              key={control.action_id}
              control={control}
              blockId={block.block_id ?? ""}
              naming={{ "aria-label": placeholderOf(control) }}
            />
          ))}
        </div>
      );
    case "context":
      return (
        <div class="block-context">
          {block.elements.map((part, index) =>
            part.type === "image" ? (
              <Picture key={index} image={part} className="icon" />
            ) : (
              <span key={index} class="text" dir="auto">
                <Text of={part} />
              </span>
            ),
          )}
        </div>
      );
    case "divider":
      return <hr />;
    case "header":
      return (
        <h3 class="block-header" dir="auto">
          <Text of={block.text} />
        </h3>
      );
    case "image":
      return (
        <figure class="block-image">
          {block.title && (
            <figcaption>
              <Text of={block.title} />
            </figcaption>
          )}
          <Picture image={block} className="banner" />
        </figure>
      );
    case "input":
      return <Input block={block} />;
    case "rich_text":
      return <RichText parts={block.elements} />;
    case "card":
      return <Card block={block} />;
    case "alert":
      return <Alert block={block} />;
    case "table":
    case "data_table":
      return <Table block={block} />;
    case "markdown":
      return <div class="text plain">{block.text}</div>;
  }
}
