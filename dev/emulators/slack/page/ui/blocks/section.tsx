import type { Block } from "../../../block-kit/blocks.ts";
import { Control } from "../controls/control.tsx";
import { Text } from "../text/text.tsx";
import { Picture } from "./picture.tsx";

type SectionBlock = Extract<Block, { type: "section" }>;

/** Draws text, fields in two columns, and an accessory beside them. */
export function Section({ block }: { block: SectionBlock }) {
  const { text, fields, accessory } = block;
  return (
    <div class="block-section">
      <div class="section-text">
        {text && (
          <div class="text" dir="auto">
            <Text of={text} />
          </div>
        )}
        {fields && (
          <div class="fields">
            {fields.map((field, index) => (
              <div key={index} class="text" dir="auto">
                <Text of={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {accessory && (
        <div class="accessory">
          {accessory.type === "image" ? (
            <Picture image={accessory} className="thumbnail" />
          ) : (
            <Control
              control={accessory}
              blockId={block.block_id ?? ""}
              naming={{ "aria-label": text?.text ?? placeholderOf(accessory) }}
            />
          )}
        </div>
      )}
    </div>
  );
}

/** Returns the name of a control that has no label of its own. */
export function placeholderOf(control: object): string {
  return "placeholder" in control &&
    control.placeholder &&
    typeof control.placeholder === "object" &&
    "text" in control.placeholder
    ? String(control.placeholder.text)
    : "Choose";
}
